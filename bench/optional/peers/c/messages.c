/*
 * The floor's program with a message library in the place of read and write:
 *
 *   messages server unix:PATH
 *   messages client PATTERN SIZE WINDOW
 *
 * The lines to its parent, the counting and the printing are the floor's own code.
 */
#define main floor_main
#include "floor.c"
#undef main

#include "messages.h"

static const char *server_address;

void say_ready(void)
{
    printf("ready %s\n", server_address);
    fflush(stdout);
}

void fail_with(const char *what, const char *why)
{
    printf("failed %s: errno=%s\n", what, why);
    fflush(stdout);
    exit(1);
}

/* unix:PATH?OPTIONS as the libraries write it. */
static const char *url_of(const char *address)
{
    static char url[512];
    if (strncmp(address, "unix:", 5) != 0)
        fail_with("parse", "only unix: addresses");
    snprintf(url, sizeof url, "ipc://%.*s", (int)strcspn(address + 5, "?"), address + 5);
    return url;
}

static void send_next(struct client *c, int64_t now)
{
    *c->messages = (char)c->sent;
    c->sent_nanos[c->sent % c->window] = now;
    send_message(c->messages, c->size);
    c->sent++;
}

static int64_t receive_next(struct client *c)
{
    int stamp = receive_message(c->size);
    int64_t done = now_nanos();
    if (stamp == (c->received & 0xff))
        record(done - c->sent_nanos[c->received % c->window]);
    else
        errors++;
    c->received++;
    return done;
}

static int64_t run_messages(struct client *c, int64_t duration)
{
    int64_t start = now_nanos();
    int64_t now = start;
    do {
        while (c->sent - c->received < c->window)
            send_next(c, now);
        now = receive_next(c);
    } while (now - start < duration);
    while (c->received < c->sent)
        receive_next(c);
    return now_nanos() - start;
}

static void obey_parent(struct client *c)
{
    char line[256];
    int64_t elapsed = 0;
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (strncmp(line, "connect ", 8) == 0) {
            connect_messages(url_of(line + 8), (int)c->window);
            printf("connected\n");
        } else if (strncmp(line, "warm ", 5) == 0) {
            run_messages(c, atoll(line + 5) * 1000000);
            printf("warmed\n");
        } else if (strncmp(line, "measure ", 8) == 0) {
            memset(latency, 0, sizeof latency);
            elapsed = run_messages(c, atoll(line + 8) * 1000000);
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
        server_address = argv[2];
        serve_messages(url_of(argv[2]));
    } else if (argc == 5 && strcmp(argv[1], "client") == 0) {
        struct client c = {.peer = {-1, -1}, .size = strtoul(argv[3], NULL, 10), .window = atoll(argv[4])};
        c.messages = malloc(c.size);
        c.sent_nanos = calloc((size_t)c.window, sizeof *c.sent_nanos);
        memset(c.messages, 'x', c.size);
        obey_parent(&c);
    } else {
        fprintf(stderr, "usage: messages server ADDRESS | messages client PATTERN SIZE WINDOW\n");
        return 2;
    }
    return 0;
}
