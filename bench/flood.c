/*
 * flood ADDRESS PORT QUERIES HALF FLOOD SECONDS: what a server does with more than it can.
 *
 * Sends queries from the file QUERIES (messages as in a TCP stream, two octets of length before each) for two seconds at HALF a
 * second, then for SECONDS at FLOOD a second, then for two seconds at HALF again, whatever becomes of them. It never sleeps, so
 * give it a core of its own. One line a phase says:
 *
 *   before|flood|after SECONDS: sent N a second, answered N a second; ages p50 N p99 N p99.9 N max N, in microseconds
 *
 * where a query that is answered in a later phase counts where it was sent. The last line
 * says how long after the flood's last query the last answer to one of it came, and the ages of those that were sent soon after
 * it.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>

#include "asking.h"

enum { KEPT = 1 << 23, PHASES = 3, SOON = 4 };

struct sent {
    int64_t at;
    int phase;
};
static struct sent sent[IDS];
static int32_t *ages[PHASES];
static int64_t answered[PHASES], asked[PHASES];
static int32_t *soonAges[SOON];
static int64_t soon[SOON], floodOver, lastOfFlood;
static const int64_t soonUntil[SOON] = {2000000, 10000000, 50000000, 200000000};

static void receive(int fd) {
    static unsigned char octets[BATCH][ROOM];
    struct mmsghdr messages[BATCH];
    int count = take(fd, octets, messages);
    int64_t at = now();
    for (int i = 0; i < count; i++) {
        struct sent *query = &sent[octets[i][0] << 8 | octets[i][1]];
        if (query->at == 0 || answered[query->phase] == KEPT) {
            continue;
        }
        int32_t age = (int32_t)(at - query->at);
        ages[query->phase][answered[query->phase]++] = age;
        if (query->phase == 1) {
            lastOfFlood = at;
        } else if (query->phase == 2) {
            int64_t since = query->at - floodOver;
            for (int s = 0; s < SOON; s++) {
                if (since < soonUntil[s]) {
                    soonAges[s][soon[s]++] = age;
                    break;
                }
            }
        }
        query->at = 0;
    }
}

static int ascending(const void *left, const void *right) {
    int32_t a = *(const int32_t *)left, b = *(const int32_t *)right;
    return (a > b) - (a < b);
}

static double share(const int32_t *sorted, int64_t count, double share) {
    return count == 0 ? 0 : sorted[(int64_t)((double)(count - 1) * share)] / 1e3;
}

int main(int argc, char **argv) {
    if (argc != 7) {
        fprintf(stderr, "usage: flood ADDRESS PORT QUERIES HALF FLOOD SECONDS\n");
        return 2;
    }
    size_t length, next = 0;
    unsigned char *all = load(argv[3], &length);
    for (int i = 0; i < PHASES; i++) {
        ages[i] = calloc(KEPT, sizeof **ages);
    }
    for (int i = 0; i < SOON; i++) {
        soonAges[i] = calloc(KEPT / 8, sizeof **soonAges);
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
    int fd = socket(AF_INET, SOCK_DGRAM, 0), room = 8 << 20;
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    if (inet_pton(AF_INET, argv[1], &address.sin_addr) != 1 ||
        connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        fail("connect");
    }
    double rates[PHASES] = {atof(argv[4]), atof(argv[5]), atof(argv[4])};
    double seconds[PHASES] = {2, atof(argv[6]), 2}, took[PHASES];
    unsigned id = 0;
    for (int phase = 0; phase < PHASES; phase++) {
        int64_t begin = now(), end = begin + (int64_t)(seconds[phase] * 1e9), at;
        double due = (double)begin, interval = 1e9 / rates[phase];
        while ((at = now()) < end) {
            struct iovec vectors[BATCH];
            struct mmsghdr messages[BATCH];
            int count = 0;
            for (; count < BATCH && (double)at >= due; count++, due += interval) {
                size_t octets = (size_t)all[next] << 8 | all[next + 1];
                id = (id + 1) % IDS;
                all[next + 2] = (unsigned char)(id >> 8);
                all[next + 3] = (unsigned char)id;
                sent[id] = (struct sent){at, phase};
                vectors[count] = (struct iovec){all + next + 2, octets};
                memset(&messages[count], 0, sizeof messages[count]);
                messages[count].msg_hdr.msg_iov = &vectors[count];
                messages[count].msg_hdr.msg_iovlen = 1;
                next = next + 2 + octets < length ? next + 2 + octets : 0;
            }
            if (count > 0) {
                sendmmsg(fd, messages, (unsigned)count, MSG_DONTWAIT);
                asked[phase] += count;
            }
            if ((double)at - due > 1e7) {
                due = (double)at; // what cannot be sent in time is not sent
            }
            receive(fd);
        }
        took[phase] = (double)(now() - begin) / 1e9;
        if (phase == 1) {
            floodOver = now();
        }
    }
    for (int64_t end = now() + 300000000; now() < end;) {
        receive(fd);
    }
    static const char *const names[PHASES] = {"before", "flood", "after"};
    for (int i = 0; i < PHASES; i++) {
        qsort(ages[i], (size_t)answered[i], sizeof **ages, ascending);
        printf("%s %.1f s: sent %.0f a second, answered %.0f a second; ages p50 %.0f p99 %.0f p99.9 %.0f max %.0f\n", names[i],
               took[i], (double)asked[i] / took[i], (double)answered[i] / took[i], share(ages[i], answered[i], 0.5),
               share(ages[i], answered[i], 0.99), share(ages[i], answered[i], 0.999), share(ages[i], answered[i], 1));
    }
    printf("the last answer to the flood %.1f ms after it; then", (double)(lastOfFlood - floodOver) / 1e6);
    for (int i = 0; i < SOON; i++) {
        qsort(soonAges[i], (size_t)soon[i], sizeof **soonAges, ascending);
        printf(" within %lld ms p50 %.0f max %.0f", (long long)soonUntil[i] / 1000000, share(soonAges[i], soon[i], 0.5),
               share(soonAges[i], soon[i], 1));
    }
    printf("\n");
    return 0;
}
