/*
 * pace ADDRESS PORT QUERIES RATE COUNT SECONDS: latency at a steady rate.
 *
 * Asks the first query of the file QUERIES (messages as in a TCP stream, two octets of length before each) once a
 * millisecond until it is answered, for SECONDS at most, then sends COUNT queries from the file, RATE a second, each when its
 * time has come and whatever has become of those before it. Where RATE is xN, it sends as fast as it can with N outstanding. It
 * never sleeps, so give it a core of its own. One line says:
 *
 *   first NANOSECONDS answered N lost N errors N octets N p50 N p99 N p999 N max N rate N
 *
 * `first` is the time of the first answer on the monotonic clock, `errors` are response codes other than NOERROR and NXDOMAIN,
 * `octets` the mean length of a response, `rate` the answers a second, and the rest nanoseconds from a query's sending to its
 * response.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>

#include "asking.h"

static int64_t sentAt[IDS];
static int64_t *latencies;
static int64_t answered, errors, received;

/* Takes what has come; returns how many were answers to what is outstanding. */
static int receive(int fd) {
    static unsigned char octets[BATCH][ROOM];
    struct mmsghdr messages[BATCH];
    int count = take(fd, octets, messages);
    int64_t at = now();
    int taken = 0;
    for (int i = 0; i < count; i++) {
        unsigned id = (unsigned)octets[i][0] << 8 | octets[i][1];
        if (messages[i].msg_len < 12 || sentAt[id] == 0) {
            continue;
        }
        latencies[answered++] = at - sentAt[id];
        sentAt[id] = 0;
        received += messages[i].msg_len;
        errors += (octets[i][3] & 15) != 0 && (octets[i][3] & 15) != 3;
        taken++;
    }
    return taken;
}

static void ask(int fd, unsigned char *query, size_t length, unsigned id) {
    query[0] = (unsigned char)(id >> 8);
    query[1] = (unsigned char)id;
    sentAt[id] = now();
    send(fd, query, length, MSG_DONTWAIT);
}

static int ascending(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return (a > b) - (a < b);
}

static long long at(double share) {
    return answered == 0 ? 0 : (long long)latencies[(int64_t)((double)(answered - 1) * share)];
}

int main(int argc, char **argv) {
    if (argc != 7) {
        fprintf(stderr, "usage: pace ADDRESS PORT QUERIES RATE COUNT SECONDS\n");
        return 2;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
    size_t length;
    unsigned char *all = load(argv[3], &length);
    int64_t outstanding = argv[4][0] == 'x' ? atoll(argv[4] + 1) : 0;
    double interval = outstanding ? 0 : 1e9 / atof(argv[4]);
    int64_t count = atoll(argv[5]);
    latencies = calloc((size_t)count + BATCH + 1, sizeof *latencies);
    int fd = socket(AF_INET, SOCK_DGRAM, 0), room = 4 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (!latencies || inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        fail("connect");
    }

    int64_t first, end = now() + atoll(argv[6]) * 1000000000LL, again = 0;
    while (receive(fd) == 0) {
        if ((first = now()) > end) {
            fprintf(stderr, "no answer within %s s\n", argv[6]);
            return 1;
        }
        if (first >= again) {
            ask(fd, all + 2, (size_t)all[0] << 8 | all[1], 0);
            again = first + 1000000;
        }
    }
    first = now();
    answered = errors = received = 0;
    memset(sentAt, 0, sizeof sentAt);

    size_t next = 0;
    double due = (double)now();
    int64_t begin = now(), heard = begin;
    for (int64_t sent = 0; sent < count;) {
        if (outstanding ? sent - answered < outstanding : (double)now() >= due) {
            size_t octets = (size_t)all[next] << 8 | all[next + 1];
            ask(fd, all + next + 2, octets, (unsigned)(1 + sent % (IDS - 1)));
            next = next + 2 + octets < length ? next + 2 + octets : 0;
            due += interval;
            sent++;
            if (outstanding && sent - answered < outstanding) {
                continue;
            }
        }
        if (receive(fd) > 0) {
            heard = now();
        } else if (outstanding && now() - heard > 1000000000) {
            count = sent; // so many were lost that none is outstanding
        }
    }
    double rate = (double)answered * 1e9 / (double)(now() - begin);
    for (end = now() + 1000000000; answered < count && now() < end;) {
        receive(fd);
    }
    qsort(latencies, (size_t)answered, sizeof *latencies, ascending);
    printf("first %lld answered %lld lost %lld errors %lld octets %lld p50 %lld p99 %lld p999 %lld max %lld rate %.0f\n",
           (long long)first, (long long)answered, (long long)(count - answered), (long long)errors,
           (long long)(answered ? received / answered : 0), at(0.5), at(0.99), at(0.999), at(1), rate);
    return 0;
}
