/*
 * floor ADDRESS PORT OCTETS: what the kernel alone costs. A UDP server that looks at nothing: it turns the QR bit of each
 * message on and sends it back, padded to OCTETS, in batches of 64 by recvmmsg and sendmmsg. No server through sockets can do
 * with less. Several share a port. It runs until it is killed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { MESSAGES = 64, ROOM = 4096 };

static char octets[MESSAGES][ROOM];
static struct sockaddr_in names[MESSAGES];
static struct iovec vectors[MESSAGES];
static struct mmsghdr messages[MESSAGES];

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static void rearm(int count) {
    for (int i = 0; i < count; i++) {
        vectors[i] = (struct iovec){octets[i], ROOM};
        messages[i].msg_hdr = (struct msghdr){
            .msg_name = &names[i], .msg_namelen = sizeof names[i], .msg_iov = &vectors[i], .msg_iovlen = 1};
    }
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: floor ADDRESS PORT OCTETS\n");
        return 2;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
    if (inet_pton(AF_INET, argv[1], &address.sin_addr) != 1) {
        fail(argv[1]);
    }
    size_t length = (size_t)atoi(argv[3]);
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    int shared = 1, room = 4 << 20, whole = IP_PMTUDISC_PROBE; /* unfragmented: so no packet needs an identification */
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &shared, sizeof shared);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &room, sizeof room);
    setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &whole, sizeof whole);
    if (fd < 0 || length > ROOM || bind(fd, (struct sockaddr *)&address, sizeof address) != 0) {
        fail("bind");
    }
    rearm(MESSAGES);
    for (;;) {
        int count = recvmmsg(fd, messages, MESSAGES, MSG_WAITFORONE, NULL);
        if (count < 0 && errno != EINTR) {
            fail("recvmmsg");
        }
        for (int i = 0; i < count; i++) {
            octets[i][2] |= (char)0x80;
            vectors[i].iov_len = messages[i].msg_len > length ? messages[i].msg_len : length;
        }
        for (int sent = 0; sent < count;) {
            int more = sendmmsg(fd, messages + sent, (unsigned)(count - sent), 0);
            sent += more > 0 ? more : 1;
        }
        rearm(count > 0 ? count : 0);
    }
}
