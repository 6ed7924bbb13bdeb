/*
 * change CONTROL-PORT FOLDER DATABASE SECONDS DNS-PORT MEMBERS: everything changes at once, at 127.0.0.1, for some seconds:
 * a thousand times a second a member of example.com says by push that it is up, or down, the opposite of what it said before;
 * every second the zone file is replaced and ordered into force, and once that is acknowledged the serial that is served is
 * asked for; every third second the database is replaced.
 *
 * Prints how often each was done, how many answers were older than what had been acknowledged, and the longest time from
 * an order to its acknowledgement in milliseconds. All on one thread that mostly sleeps: the load beside it is hardly disturbed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "asking.h"

enum { SECOND = 1000000000, PUSH_EVERY = 1000000, MOST = 1 << 20 };

static const char token[] = "0123456789abcdef0123456789abcdef";
static char text[MOST], database[MOST];

static int connected(int type, int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, type, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        fail("connect");
    }
    return fd;
}

/* Replaces a file as a whole. */
static void replace(const char *folder, const char *name, const char *octets, size_t length) {
    char beside[4096], path[4096];
    snprintf(beside, sizeof beside, "%s/beside", folder);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(beside, O_CREAT | O_TRUNC | O_WRONLY, 0644);
    if (fd < 0 || write(fd, octets, length) != (ssize_t)length || close(fd) != 0 || rename(beside, path) != 0) {
        fail(path);
    }
}

static void zone(const char *folder, int serial, int members) {
    int length = sprintf(text, "$TTL 60\n@ SOA ns1 hostmaster %d 3600 600 604800 30\n@ NS ns1\nns1 A 127.0.0.1\n", serial);
    length += sprintf(text + length, "serial A 192.0.2.%d\n", serial % 256);
    for (int member = 0; member < members; member++) {
        length += sprintf(text + length, "www A 198.51.100.%d\n", member);
    }
    replace(folder, "zones/example.com.zone", text, (size_t)length);
}

static void post(int fd, const char *path, const char *body) {
    char request[1024];
    int length = snprintf(request, sizeof request,
            "POST %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\n"
            "Content-Length: %zu\r\n\r\n%s", path, token, strlen(body), body);
    if (write(fd, request, (size_t)length) != length) {
        fail("write");
    }
}

/* Counts the heads of responses in what has come; exits where one says anything but 200. */
static int responses(int fd) {
    static char octets[1 << 16];
    ssize_t length = recv(fd, octets, sizeof octets - 1, MSG_DONTWAIT);
    if (length == 0 || (length < 0 && errno != EAGAIN)) {
        fail("control");
    }
    octets[length < 0 ? 0 : length] = 0;
    int count = 0;
    for (char *head = octets; (head = strstr(head, "HTTP/1.1 ")); head += 9) {
        if (strncmp(head, "HTTP/1.1 200", 12) != 0) {
            fprintf(stderr, "%s\n", head);
            exit(1);
        }
        count++;
    }
    return count;
}

/* The last octet of the address of serial.example.com; -1 where no answer comes. */
static int served(int fd) {
    static const unsigned char query[] = "\x12\x34\0\0\0\1\0\0\0\0\0\0\6serial\7example\3com\0\0\1\0\1";
    unsigned char answer[512];
    send(fd, query, sizeof query - 1, 0);
    struct pollfd polled = {fd, POLLIN, 0};
    if (poll(&polled, 1, 2000) != 1) {
        return -1;
    }
    ssize_t length = recv(fd, answer, sizeof answer, 0);
    return length > (ssize_t)sizeof query ? answer[length - 1] : -1;
}

int main(int argc, char **argv) {
    if (argc != 7) {
        fprintf(stderr, "usage: change CONTROL-PORT FOLDER DATABASE SECONDS DNS-PORT MEMBERS\n");
        return 2;
    }
    const char *folder = argv[2];
    int members = atoi(argv[6]);
    FILE *file = fopen(argv[3], "rb");
    size_t octets = file ? fread(database, 1, MOST, file) : 0;
    if (octets == 0 || octets == MOST) {
        fail(argv[3]);
    }
    int pushes = connected(SOCK_STREAM, atoi(argv[1])), orders = connected(SOCK_STREAM, atoi(argv[1]));
    int dns = connected(SOCK_DGRAM, atoi(argv[5]));
    static char up[1 << 16];
    long told = 0, heard = 0, edits = 0, acknowledged = 0, stale = 0, databases = 0;
    int64_t longest = 0, orderedAt = 0, begin = now(), end = begin + atoll(argv[4]) * SECOND;
    int64_t pushAt = begin, editAt = begin + SECOND / 2;
    int serial = 1 + (int)(time(NULL) & 0xffffff);
    while (now() < end || orderedAt) {
        int64_t at = now();
        for (; pushAt <= at && at < end && told - heard < 200; pushAt += PUSH_EVERY, told++) {
            int member = (int)(told % members);
            char path[128];
            snprintf(path, sizeof path, "/v1/push/example.com/own/198.51.100.%d", member);
            up[member] = !up[member];
            post(pushes, path, up[member] ? "{\"up\":false}" : "{\"up\":true}");
        }
        heard += responses(pushes);
        if (orderedAt && responses(orders) > 0) {
            longest = at - orderedAt > longest ? at - orderedAt : longest;
            orderedAt = 0;
            acknowledged++;
            stale += served(dns) != serial % 256;
        }
        if (at >= editAt && at < end && !orderedAt) {
            zone(folder, ++serial, members);
            if (++edits % 3 == 0) {
                replace(folder, "city.mmdb", database, octets);
                databases++;
            }
            orderedAt = now();
            post(orders, "/v1/releases", "{\"files\": true, \"wait\": true}");
            editAt += SECOND;
        }
        int64_t rest = PUSH_EVERY - (now() - at);
        if (rest > 0) {
            nanosleep(&(struct timespec){0, rest}, NULL);
        }
    }
    printf("pushes %ld answered %ld edits %ld acknowledged %ld stale %ld databases %ld longest %lld\n", told, heard, edits,
           acknowledged, stale, databases, (long long)longest / 1000000);
    return 0;
}
