/*
 * idle ADDRESS PORT CONNECTIONS QUERIES SECONDS: connections that are opened, ask once, and stay.
 *
 * Opens CONNECTIONS from 127.1.0.0/16, so many of each address that no port is wanted twice, asks each the next query of the
 * file QUERIES (as in a TCP stream, two octets of length before each) and waits for the answer. Then it holds them for
 * SECONDS, asks all once more, and says how many it opened, how many answered each time, and how long that took:
 *
 *   opened N answered N again N seconds S
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { A_CLIENT = 5000, WINDOW = 100, WAIT_MILLIS = 10000 };

static unsigned char all[1 << 20];
static size_t length, at;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int connected(struct sockaddr_in *server, int i) {
    int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(0x7f010001u + (unsigned)(i / A_CLIENT))};
    if (fd < 0) {
        return -1;
    }
    setsockopt(fd, IPPROTO_IP, 24 /* IP_BIND_ADDRESS_NO_PORT */, &one, sizeof one);
    if (bind(fd, (struct sockaddr *)&own, sizeof own) != 0 ||
        connect(fd, (struct sockaddr *)server, sizeof *server) != 0) {
        close(fd);
        return -1;
    }
    return fd;
}

static void ask(int fd) {
    size_t octets = 2 + (size_t)(all[at] << 8 | all[at + 1]);
    if (write(fd, all + at, octets) != (ssize_t)octets) {
        perror("write");
    }
    at = at + octets < length ? at + octets : 0;
}

static int answered(int fd) {
    unsigned char head[2], body[65536];
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    if (poll(&wait, 1, WAIT_MILLIS) != 1 || recv(fd, head, 2, MSG_WAITALL) != 2) {
        return 0;
    }
    ssize_t octets = head[0] << 8 | head[1];
    return recv(fd, body, (size_t)octets, MSG_WAITALL) == octets;
}

/* Asks all, WINDOW at a time; returns how many answered. */
static int round_of(int *fds, int count) {
    int good = 0;
    for (int i = 0; i < count + WINDOW; i++) {
        if (i < count && fds[i] >= 0) {
            ask(fds[i]);
        }
        if (i >= WINDOW && fds[i - WINDOW] >= 0) {
            good += answered(fds[i - WINDOW]);
        }
    }
    return good;
}

int main(int argc, char **argv) {
    if (argc != 6) {
        fprintf(stderr, "usage: idle ADDRESS PORT CONNECTIONS QUERIES SECONDS\n");
        return 2;
    }
    int count = atoi(argv[3]), opened = 0;
    struct rlimit files = {.rlim_cur = (rlim_t)count + 100, .rlim_max = (rlim_t)count + 100};
    if (setrlimit(RLIMIT_NOFILE, &files) != 0) {
        perror("setrlimit");
    }
    FILE *file = fopen(argv[4], "rb");
    struct sockaddr_in server = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
    int *fds = calloc((size_t)count, sizeof *fds);
    if (!file || (length = fread(all, 1, sizeof all, file)) < 14 || inet_pton(AF_INET, argv[1], &server.sin_addr) != 1 ||
        !fds) {
        perror(argv[4]);
        return 1;
    }
    double start = now();
    for (int i = 0; i < count; i++) {
        fds[i] = connected(&server, i);
        opened += fds[i] >= 0;
    }
    int first = round_of(fds, count);
    double took = now() - start;
    fprintf(stderr, "opened %d answered %d seconds %.2f\n", opened, first, took);
    sleep((unsigned)atoi(argv[5]));
    int again = round_of(fds, count);
    printf("opened %d answered %d again %d seconds %.2f\n", opened, first, again, took);
    return again == count ? 0 : 1;
}
