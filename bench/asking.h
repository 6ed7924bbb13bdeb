/* What the programs that ask have in common: a clock, a file of queries, a batch of responses. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { IDS = 65536, BATCH = 64, ROOM = 4096 };

/* Nanoseconds of a clock that only goes forward. */
static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

/* Reads a file of messages as in a TCP stream, two octets of length before each. */
static inline unsigned char *load(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fail(path);
    }
    *length = (size_t)ftell(file);
    rewind(file);
    unsigned char *all = malloc(*length);
    if (!all || fread(all, 1, *length, file) != *length || *length < 14) {
        fail(path);
    }
    fclose(file);
    return all;
}

/* Receives what has come, without waiting; returns how many messages there are, or -1. */
static inline int take(int fd, unsigned char octets[BATCH][ROOM], struct mmsghdr messages[BATCH]) {
    struct iovec vectors[BATCH];
    memset(messages, 0, BATCH * sizeof *messages);
    for (int i = 0; i < BATCH; i++) {
        vectors[i] = (struct iovec){octets[i], ROOM};
        messages[i].msg_hdr.msg_iov = &vectors[i];
        messages[i].msg_hdr.msg_iovlen = 1;
    }
    return recvmmsg(fd, messages, BATCH, MSG_DONTWAIT, NULL);
}
