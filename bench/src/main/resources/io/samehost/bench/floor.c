/*
 * The floor of the benchmark: the raw patterns with nothing but read and write.
 *
 *   floor server ADDRESS                  echoes one connection, as the raw echo service does
 *   floor client PATTERN SIZE WINDOW      PATTERN is PING_PONG or PIPELINED
 *
 * Both talk to their parent as BenchServer and BenchClient do (see ParentLine.java), and the client
 * sends as RawPingPong and RawPipelined do: change one, and change the other.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

/* As much as the echo service takes in one read. */
#define ECHO_BUFFER_BYTES (256 * 1024)
#define HIGHEST_NANOS 60000000000LL

/* Three digits as HdrHistogram keeps them: exact below 2048 ns, then 1024 steps for each doubling. */
#define STEP_BITS 10
#define EXACT (2 << STEP_BITS)
#define BUCKETS (EXACT + (40 << STEP_BITS))

static uint64_t latency[BUCKETS];
static uint64_t errors;

static void fail(const char *what)
{
    printf("failed %s: errno=%s\n", what, strerror(errno));
    fflush(stdout);
    exit(1);
}

static int64_t now_nanos(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static int64_t bucket_value(int bucket)
{
    if (bucket < EXACT)
        return bucket;
    int shift = (bucket - EXACT) / (1 << STEP_BITS) + 1;
    int64_t step = (bucket - EXACT) % (1 << STEP_BITS) + (1 << STEP_BITS);
    return step << shift;
}

static void record(int64_t nanos)
{
    if (nanos > HIGHEST_NANOS)
        nanos = HIGHEST_NANOS;
    if (nanos < EXACT) {
        latency[nanos < 0 ? 0 : nanos]++;
        return;
    }
    int shift = 63 - __builtin_clzll((uint64_t)nanos) - STEP_BITS;
    latency[EXACT + ((shift - 1) << STEP_BITS) + (nanos >> shift) - (1 << STEP_BITS)]++;
}

/* The parent holds the other end of our input: when it closes, however the parent ended, so do we. */
static void *watch_parent(void *unused)
{
    struct pollfd input = {.fd = 0};
    while (poll(&input, 1, -1) < 0 && errno == EINTR)
        ;
    _exit(0);
    return unused;
}

static void write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0)
            fail("write");
        bytes += written;
        length -= (size_t)written;
    }
}

static size_t read_some(int fd, char *bytes, size_t room)
{
    ssize_t length = read(fd, bytes, room);
    if (length < 0)
        fail("read");
    if (length == 0) {
        errno = ECONNRESET;
        fail("read");
    }
    return (size_t)length;
}

/* Addresses as samehost writes them: unix:PATH, tcp:IPV4:PORT; what stands after '?' is not for us. */
static socklen_t parse(const char *text, struct sockaddr_storage *address)
{
    memset(address, 0, sizeof *address);
    if (strncmp(text, "unix:", 5) == 0) {
        struct sockaddr_un *un = (struct sockaddr_un *)address;
        size_t length = strcspn(text + 5, "?");
        if (length >= sizeof un->sun_path) {
            errno = ENAMETOOLONG;
            fail("parse");
        }
        un->sun_family = AF_UNIX;
        memcpy(un->sun_path, text + 5, length);
        return sizeof *un;
    }
    struct sockaddr_in *in = (struct sockaddr_in *)address;
    char host[64] = "";
    unsigned port = 0;
    in->sin_family = AF_INET;
    if (sscanf(text, "tcp:%63[0-9.]:%u", host, &port) != 2 || inet_pton(AF_INET, host, &in->sin_addr) != 1) {
        errno = EINVAL;
        fail("parse");
    }
    in->sin_port = htons((uint16_t)port);
    return sizeof *in;
}

static void no_delay(int fd, const struct sockaddr_storage *address)
{
    int on = 1;
    if (address->ss_family == AF_INET && setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) < 0)
        fail("setsockopt");
}

static void serve(const char *text)
{
    struct sockaddr_storage address;
    socklen_t length = parse(text, &address);
    int listening = socket(address.ss_family, SOCK_STREAM, 0);
    if (listening < 0 || bind(listening, (struct sockaddr *)&address, length) < 0 || listen(listening, 1) < 0)
        fail("listen");
    if (address.ss_family == AF_INET) {
        getsockname(listening, (struct sockaddr *)&address, &length);
        printf("ready tcp:127.0.0.1:%u\n", ntohs(((struct sockaddr_in *)&address)->sin_port));
    } else {
        printf("ready %s\n", text);
    }
    fflush(stdout);
    int fd = accept(listening, NULL, NULL);
    if (fd < 0)
        fail("accept");
    no_delay(fd, &address);
    static char buffer[ECHO_BUFFER_BYTES];
    ssize_t got;
    while ((got = read(fd, buffer, sizeof buffer)) > 0)
        write_all(fd, buffer, (size_t)got);
}

struct client {
    int fd;
    int pipelined;
    size_t size;
    int64_t window;
    char *messages;
    char *replies;
    size_t filled; /* bytes in replies; a window of replies, so that none is split at its end */
    int64_t *sent_nanos;
    int64_t sent;
    int64_t received;
};

static void check(struct client *c, const char *reply, int64_t nanos)
{
    if (*reply == (char)c->received)
        record(nanos);
    else
        errors++;
    c->received++;
}

static int64_t ping_pong(struct client *c, int64_t now)
{
    c->messages[0] = (char)c->sent++;
    write_all(c->fd, c->messages, c->size);
    for (size_t got = 0; got < c->size;)
        got += read_some(c->fd, c->replies + got, c->size - got);
    int64_t done = now_nanos();
    check(c, c->replies, done - now);
    return done;
}

static void fill_window(struct client *c, int64_t now)
{
    size_t allowed = (size_t)(c->window - (c->sent - c->received));
    for (size_t i = 0; i < allowed; i++) {
        c->messages[i * c->size] = (char)c->sent;
        c->sent_nanos[c->sent % c->window] = now;
        c->sent++;
    }
    write_all(c->fd, c->messages, allowed * c->size);
}

static int64_t receive(struct client *c)
{
    size_t before = c->filled / c->size;
    size_t room = (size_t)c->window * c->size;
    c->filled += read_some(c->fd, c->replies + c->filled, room - c->filled);
    int64_t done = now_nanos();
    for (size_t i = before; i < c->filled / c->size; i++)
        check(c, c->replies + i * c->size, done - c->sent_nanos[c->received % c->window]);
    if (c->filled == room)
        c->filled = 0;
    return done;
}

static int64_t run(struct client *c, int64_t duration)
{
    int64_t start = now_nanos();
    int64_t now = start;
    do {
        if (c->pipelined) {
            fill_window(c, now);
            now = receive(c);
        } else {
            now = ping_pong(c, now);
        }
    } while (now - start < duration);
    while (c->received < c->sent)
        receive(c);
    return now_nanos() - start;
}

static void print_result(struct client *c, int64_t elapsed)
{
    int send_buffer = 0, receive_buffer = 0;
    socklen_t length = sizeof send_buffer;
    getsockopt(c->fd, SOL_SOCKET, SO_SNDBUF, &send_buffer, &length);
    getsockopt(c->fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, &length);
    /* Linux doubles what was asked for and tells the double; the JDK halves it, and so do we. */
    send_buffer /= 2;
    receive_buffer /= 2;
    printf("result {\"elapsedNanos\":%lld,\"errors\":%llu,\"sendBufferBytes\":%d,\"receiveBufferBytes\":%d,\"latency\":[",
           (long long)elapsed, (unsigned long long)errors, send_buffer, receive_buffer);
    const char *comma = "";
    for (int i = 0; i < BUCKETS; i++) {
        if (latency[i] > 0) {
            printf("%s[%lld,%llu]", comma, (long long)bucket_value(i), (unsigned long long)latency[i]);
            comma = ",";
        }
    }
    printf("]}\n");
}

static void connect_to(struct client *c, const char *text)
{
    struct sockaddr_storage address;
    socklen_t length = parse(text, &address);
    c->fd = socket(address.ss_family, SOCK_STREAM, 0);
    if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&address, length) < 0)
        fail("connect");
    no_delay(c->fd, &address);
}

static void obey(struct client *c)
{
    char line[256];
    int64_t elapsed = 0;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "connect ", 8) == 0) {
            connect_to(c, line + 8);
            printf("connected\n");
        } else if (strncmp(line, "warm ", 5) == 0) {
            run(c, atoll(line + 5) * 1000000);
            printf("warmed\n");
        } else if (strncmp(line, "measure ", 8) == 0) {
            memset(latency, 0, sizeof latency);
            elapsed = run(c, atoll(line + 8) * 1000000);
            printf("measured\n");
        } else if (strcmp(line, "result") == 0) {
            print_result(c, elapsed);
        }
        fflush(stdout);
    }
}

int main(int argc, char **argv)
{
    pthread_t watcher;
    if (pthread_create(&watcher, NULL, watch_parent, NULL) != 0)
        fail("pthread_create");
    if (argc == 3 && strcmp(argv[1], "server") == 0) {
        serve(argv[2]);
    } else if (argc == 5 && strcmp(argv[1], "client") == 0) {
        struct client c = {.pipelined = strcmp(argv[2], "PIPELINED") == 0,
                           .size = strtoul(argv[3], NULL, 10),
                           .window = atoll(argv[4])};
        c.messages = malloc((size_t)c.window * c.size);
        c.replies = malloc((size_t)c.window * c.size);
        c.sent_nanos = calloc((size_t)c.window, sizeof *c.sent_nanos);
        memset(c.messages, 'x', (size_t)c.window * c.size);
        memset(c.replies, 'x', (size_t)c.window * c.size);
        obey(&c);
    } else {
        fprintf(stderr, "usage: floor server ADDRESS | floor client PATTERN SIZE WINDOW\n");
        return 2;
    }
    return 0;
}
