/*
 * The floor of the benchmark: the raw patterns with nothing but read and write, or with memory that both ends share.
 *
 *   floor server ADDRESS MODE SIZE WAIT BUFFERS
 *       MODE is ECHO (bytes as they come), WHOLE (each message when all of it has come) or SINK, as EchoService,
 *       WholeEchoService and SinkService do; or SOURCE, which sends for as long as it is told
 *   floor client PATTERN SIZE WINDOW WAIT BUFFERS
 *       PATTERN is PING_PONG, PIPELINED, BULK, STREAM, SERVER_STREAM or CONNECT
 *
 * WAIT is BLOCKING or SPINNING (both try again until there is something), BUFFERS the bytes that SO_SNDBUF and SO_RCVBUF
 * are set to, or 0. Both talk to their parent as BenchServer and BenchClient do (see ParentLine.java), and the client sends
 * as RawPingPong, RawPipelined, RawStream and RawConnect do, and receives as RpcServerStream does: change one, and change
 * the other.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "memory.h"

/* As much as the echo service takes in one read. */
#define ECHO_BUFFER_BYTES (256 * 1024)
#define BACKLOG 1000
/* The most that an unprivileged program may ask for; the window that sockets hold must fit here too. */
#define PIPE_BYTES (1024 * 1024)
#define HIGHEST_NANOS 60000000000LL

/* Three digits as HdrHistogram keeps them: exact below 2048 ns, then 1024 steps for each doubling. */
#define STEP_BITS 10
#define EXACT (2 << STEP_BITS)
#define BUCKETS (EXACT + (40 << STEP_BITS))

/* First byte of the message that asks a sink for its count, and of the one behind which a source says its own. */
#define END 'e'

/*
 * The descriptors that bytes come from and go to: one and the same, but for a pair of pipes. Shared memory has rings instead,
 * and no descriptors.
 */
struct connection {
    int in;
    int out;
    struct ring *in_ring;
    struct ring *out_ring;
};

/* The size of each number that stands between messages; the highest byte is the first. */
#define NUMBER_BYTES 8

static int spin;
static int socket_buffer_bytes;
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

static int again(void)
{
    return spin && (errno == EAGAIN || errno == EWOULDBLOCK);
}

static void write_all(const struct connection *c, const char *bytes, size_t length)
{
    if (c->out_ring != NULL) {
        ring_write(c->out_ring, bytes, length, spin);
        return;
    }
    while (length > 0) {
        ssize_t written = write(c->out, bytes, length);
        if (written < 0) {
            if (again())
                continue;
            fail("write");
        }
        bytes += written;
        length -= (size_t)written;
    }
}

/* 0 at the end. */
static size_t read_or_end(const struct connection *c, char *bytes, size_t room)
{
    if (c->in_ring != NULL)
        return ring_read(c->in_ring, bytes, room, spin);
    for (;;) {
        ssize_t length = read(c->in, bytes, room);
        if (length >= 0)
            return (size_t)length;
        if (!again())
            fail("read");
    }
}

static size_t read_some(const struct connection *c, char *bytes, size_t room)
{
    size_t length = read_or_end(c, bytes, room);
    if (length == 0) {
        errno = ECONNRESET;
        fail("read");
    }
    return length;
}

static void read_all(const struct connection *c, char *bytes, size_t length)
{
    for (size_t got = 0; got < length;)
        got += read_some(c, bytes + got, length - got);
}

static int is_pipe(const char *address)
{
    return strncmp(address, "pipe:", 5) == 0;
}

static int is_memory(const char *address)
{
    return strncmp(address, "memory:", 7) == 0;
}

static struct rings *shared_memory(const char *address, int create)
{
    struct rings *rings = map_rings(address + 7, create);
    if (rings == NULL)
        fail("mmap");
    return rings;
}

static void pipe_path(char *path, size_t room, const char *address, const char *direction)
{
    if ((size_t)snprintf(path, room, "%s.%s", address + 5, direction) >= room) {
        errno = ENAMETOOLONG;
        fail("pipe");
    }
}

/* Waits until the other end is open too. */
static int open_pipe(const char *address, const char *direction, int flags)
{
    char path[512];
    pipe_path(path, sizeof path, address, direction);
    int fd = open(path, flags);
    if (fd < 0)
        fail("open");
    if (fcntl(fd, F_SETPIPE_SZ, PIPE_BYTES) < 0) {
        printf("unavailable pipe too small: wantedBytes=%d errno=%s\n", PIPE_BYTES, strerror(errno));
        fflush(stdout);
        exit(1);
    }
    return fd;
}

static void make_pipe(const char *address, const char *direction)
{
    char path[512];
    pipe_path(path, sizeof path, address, direction);
    if (mkfifo(path, 0600) < 0)
        fail("mkfifo");
}

/* A spinning end never waits in the kernel. */
static void set_wait(const struct connection *c)
{
    if (spin && c->in_ring == NULL && (fcntl(c->in, F_SETFL, O_NONBLOCK) < 0 || fcntl(c->out, F_SETFL, O_NONBLOCK) < 0))
        fail("fcntl");
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

/* Sets them before a TCP connection is made, since its window is agreed on then. */
static void set_buffers(int fd)
{
    if (socket_buffer_bytes > 0 &&
        (setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &socket_buffer_bytes, sizeof socket_buffer_bytes) < 0 ||
         setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &socket_buffer_bytes, sizeof socket_buffer_bytes) < 0))
        fail("setsockopt");
}

static void write_number(const struct connection *c, uint64_t number)
{
    char bytes[NUMBER_BYTES];
    for (int i = 0; i < NUMBER_BYTES; i++)
        bytes[i] = (char)(number >> (56 - 8 * i));
    write_all(c, bytes, sizeof bytes);
}

static uint64_t number_of(const char *bytes)
{
    uint64_t number = 0;
    for (int i = 0; i < NUMBER_BYTES; i++)
        number = number << 8 | (unsigned char)bytes[i];
    return number;
}

static char buffer[ECHO_BUFFER_BYTES];

static void echo(const struct connection *c)
{
    size_t got;
    while ((got = read_or_end(c, buffer, sizeof buffer)) > 0)
        write_all(c, buffer, got);
}

static void echo_whole(const struct connection *c, size_t size)
{
    char *message = malloc(size);
    size_t filled = 0, got;
    while ((got = read_or_end(c, message + filled, size - filled)) > 0) {
        filled += got;
        if (filled == size) {
            write_all(c, message, size);
            filled = 0;
        }
    }
    free(message);
}

static void sink(const struct connection *c, size_t size)
{
    uint64_t count = 0;
    size_t missing = 0, got;
    int asks = 0;
    while ((got = read_or_end(c, buffer, sizeof buffer)) > 0) {
        for (size_t i = 0; i < got;) {
            if (missing == 0) {
                asks = buffer[i] == END;
                missing = size;
            }
            size_t taken = missing < got - i ? missing : got - i;
            i += taken;
            missing -= taken;
            if (missing == 0) {
                count++;
                if (asks)
                    write_number(c, count);
            }
        }
    }
}

/* For each number that comes, sends messages for as many nanoseconds, one that begins with END, and how many came before. */
static void source(const struct connection *c, size_t size)
{
    char request[NUMBER_BYTES];
    char *message = malloc(size);
    memset(message, 'x', size);
    for (size_t filled = 0, got; (got = read_or_end(c, request + filled, sizeof request - filled)) > 0;) {
        filled += got;
        if (filled < sizeof request)
            continue;
        filled = 0;
        int64_t end = now_nanos() + (int64_t)number_of(request);
        uint64_t count = 0;
        *message = 'x';
        do {
            write_all(c, message, size);
            count++;
        } while (now_nanos() < end);
        *message = END;
        write_all(c, message, size);
        write_number(c, count);
    }
    free(message);
}

static void serve_connection(const struct connection *c, const char *mode, size_t size)
{
    set_wait(c);
    if (strcmp(mode, "SINK") == 0)
        sink(c, size);
    else if (strcmp(mode, "SOURCE") == 0)
        source(c, size);
    else if (strcmp(mode, "WHOLE") == 0)
        echo_whole(c, size);
    else
        echo(c);
    close(c->in);
    if (c->out != c->in)
        close(c->out);
}

static void serve_pipe(const char *address, const char *mode, size_t size)
{
    make_pipe(address, "up");
    make_pipe(address, "down");
    printf("ready %s\n", address);
    fflush(stdout);
    struct connection c = {.in = open_pipe(address, "up", O_RDONLY)};
    c.out = open_pipe(address, "down", O_WRONLY);
    serve_connection(&c, mode, size);
}

/* One client, until the parent ends both. */
static void serve_memory(const char *address, const char *mode, size_t size)
{
    struct rings *rings = shared_memory(address, 1);
    printf("ready %s\n", address);
    fflush(stdout);
    struct connection c = {.in = -1, .out = -1, .in_ring = &rings->up, .out_ring = &rings->down};
    serve_connection(&c, mode, size);
}

/* One connection after the other. */
static void serve(const char *text, const char *mode, size_t size)
{
    struct sockaddr_storage address;
    socklen_t length = parse(text, &address);
    int listening = socket(address.ss_family, SOCK_STREAM, 0);
    if (listening < 0)
        fail("socket");
    set_buffers(listening);
    if (bind(listening, (struct sockaddr *)&address, length) < 0 || listen(listening, BACKLOG) < 0)
        fail("listen");
    if (address.ss_family == AF_INET) {
        getsockname(listening, (struct sockaddr *)&address, &length);
        const struct sockaddr_in *in = (const struct sockaddr_in *)&address;
        char host[INET_ADDRSTRLEN];
        printf("ready tcp:%s:%u\n", inet_ntop(AF_INET, &in->sin_addr, host, sizeof host), ntohs(in->sin_port));
    } else {
        printf("ready %s\n", text);
    }
    fflush(stdout);
    for (;;) {
        int fd = accept(listening, NULL, NULL);
        if (fd < 0)
            fail("accept");
        set_buffers(fd);
        no_delay(fd, &address);
        struct connection c = {.in = fd, .out = fd};
        serve_connection(&c, mode, size);
    }
}

struct client {
    struct connection peer;
    const char *pattern;
    const char *address;
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
    write_all(&c->peer, c->messages, c->size);
    read_all(&c->peer, c->replies, c->size);
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
    write_all(&c->peer, c->messages, allowed * c->size);
}

static int64_t receive(struct client *c)
{
    size_t before = c->filled / c->size;
    size_t room = (size_t)c->window * c->size;
    c->filled += read_some(&c->peer, c->replies + c->filled, room - c->filled);
    int64_t done = now_nanos();
    for (size_t i = before; i < c->filled / c->size; i++)
        check(c, c->replies + i * c->size, done - c->sent_nanos[c->received % c->window]);
    if (c->filled == room)
        c->filled = 0;
    return done;
}

/* Negative if there is no connection. */
static int socket_to(const char *text)
{
    struct sockaddr_storage address;
    socklen_t length = parse(text, &address);
    int fd = socket(address.ss_family, SOCK_STREAM, 0);
    if (fd < 0)
        return -1;
    set_buffers(fd);
    if (connect(fd, (struct sockaddr *)&address, length) < 0) {
        close(fd);
        return -1;
    }
    no_delay(fd, &address);
    return fd;
}

static int64_t connect_once(struct client *c, int64_t now)
{
    int fd = socket_to(c->address);
    int64_t done;
    if (fd < 0) {
        errors++;
        return now_nanos();
    }
    struct connection once = {.in = fd, .out = fd};
    write_all(&once, c->messages, c->size);
    read_all(&once, c->replies, c->size);
    close(fd);
    done = now_nanos();
    if (*c->replies == *c->messages)
        record(done - now);
    else
        errors++;
    return done;
}

static int64_t send_one(struct client *c, int64_t now)
{
    write_all(&c->peer, c->messages, c->size);
    c->sent++;
    int64_t done = now_nanos();
    record(done - now);
    return done;
}

static void ask_for_count(struct client *c)
{
    char bytes[NUMBER_BYTES];
    *c->messages = END;
    write_all(&c->peer, c->messages, c->size);
    *c->messages = 'x';
    c->sent++;
    read_all(&c->peer, bytes, sizeof bytes);
    errors += (uint64_t)llabs(c->sent - (int64_t)number_of(bytes));
}

/* Takes messages until the one that begins with END, and sees from the number behind it whether any is missing. */
static void receive_stream(struct client *c, int64_t duration)
{
    int64_t received = 0, now = now_nanos();
    size_t missing = 0, got = 0, i = 0;
    int ends = 0;
    write_number(&c->peer, (uint64_t)duration);
    while (!ends || missing > 0) {
        if (i == got) {
            got = read_some(&c->peer, buffer, sizeof buffer);
            i = 0;
        }
        if (missing == 0) {
            ends = buffer[i] == END;
            missing = c->size;
        }
        size_t taken = missing < got - i ? missing : got - i;
        i += taken;
        missing -= taken;
        if (missing == 0 && !ends) {
            int64_t done = now_nanos();
            record(done - now);
            now = done;
            received++;
        }
    }
    char bytes[NUMBER_BYTES];
    memcpy(bytes, buffer + i, got - i);
    read_all(&c->peer, bytes + (got - i), sizeof bytes - (got - i));
    errors += (uint64_t)llabs((int64_t)number_of(bytes) - received);
}

static int64_t pipelined(struct client *c, int64_t now)
{
    fill_window(c, now);
    return receive(c);
}

static int64_t run(struct client *c, int64_t duration)
{
    int streams = strcmp(c->pattern, "STREAM") == 0;
    int64_t (*exchange)(struct client *, int64_t) = streams                              ? send_one
                                                    : strcmp(c->pattern, "CONNECT") == 0 ? connect_once
                                                    : strcmp(c->pattern, "PING_PONG") == 0
                                                        ? ping_pong
                                                        : pipelined;
    int64_t start = now_nanos();
    int64_t now = start;
    if (strcmp(c->pattern, "SERVER_STREAM") == 0) {
        receive_stream(c, duration);
        return now_nanos() - start;
    }
    do {
        now = exchange(c, now);
    } while (now - start < duration);
    if (streams)
        ask_for_count(c);
    else
        while (c->received < c->sent)
            receive(c);
    return now_nanos() - start;
}

static void print_result(struct client *c, int64_t elapsed)
{
    int send_buffer = 0, receive_buffer = 0;
    socklen_t length = sizeof send_buffer;
    printf("result {\"elapsedNanos\":%lld,\"errors\":%llu,", (long long)elapsed, (unsigned long long)errors);
    if (c->peer.in >= 0 && getsockopt(c->peer.in, SOL_SOCKET, SO_SNDBUF, &send_buffer, &length) == 0 &&
        getsockopt(c->peer.in, SOL_SOCKET, SO_RCVBUF, &receive_buffer, &length) == 0) {
        /* Linux doubles what was asked for and tells the double; the JDK halves it, and so do we. */
        printf("\"sendBufferBytes\":%d,\"receiveBufferBytes\":%d,", send_buffer / 2, receive_buffer / 2);
    }
    printf("\"latency\":[");
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
    c->address = strdup(text);
    c->peer.in = c->peer.out = -1;
    if (strcmp(c->pattern, "CONNECT") == 0)
        return;
    if (is_memory(text)) {
        struct rings *rings = shared_memory(text, 0);
        c->peer.out_ring = &rings->up;
        c->peer.in_ring = &rings->down;
    } else if (is_pipe(text)) {
        c->peer.out = open_pipe(text, "up", O_WRONLY);
        c->peer.in = open_pipe(text, "down", O_RDONLY);
    } else {
        c->peer.in = c->peer.out = socket_to(text);
        if (c->peer.in < 0)
            fail("connect");
    }
    set_wait(&c->peer);
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
    spin = argc == 7 && strcmp(argv[5], "SPINNING") == 0;
    socket_buffer_bytes = argc == 7 ? atoi(argv[6]) : 0;
    if (argc == 7 && strcmp(argv[1], "server") == 0) {
        size_t size = strtoul(argv[4], NULL, 10);
        if (is_memory(argv[2]))
            serve_memory(argv[2], argv[3], size);
        else if (is_pipe(argv[2]))
            serve_pipe(argv[2], argv[3], size);
        else
            serve(argv[2], argv[3], size);
    } else if (argc == 7 && strcmp(argv[1], "client") == 0) {
        struct client c = {.pattern = argv[2], .size = strtoul(argv[3], NULL, 10), .window = atoll(argv[4])};
        c.messages = malloc((size_t)c.window * c.size);
        c.replies = malloc((size_t)c.window * c.size);
        c.sent_nanos = calloc((size_t)c.window, sizeof *c.sent_nanos);
        memset(c.messages, 'x', (size_t)c.window * c.size);
        memset(c.replies, 'x', (size_t)c.window * c.size);
        obey(&c);
    } else {
        fprintf(stderr, "usage: floor server ADDRESS MODE SIZE WAIT BUFFERS | floor client PATTERN SIZE WINDOW WAIT BUFFERS\n");
        return 2;
    }
    return 0;
}
