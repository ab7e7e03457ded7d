/* Two sockets of the pair protocol: no envelope, so the least that nng can do. */
#include "messages.h"
#include <nng/nng.h>
#include <nng/protocol/pair0/pair.h>

static nng_socket pair;

static void check(int result, const char *what)
{
    if (result != 0)
        fail_with(what, nng_strerror(result));
}

static void open_pair(int queue)
{
    check(nng_pair0_open(&pair), "nng_pair0_open");
    /* Without room for them, both ends could be blocked in send, each waiting for the other to receive. */
    check(nng_socket_set_int(pair, NNG_OPT_SENDBUF, queue), "NNG_OPT_SENDBUF");
    check(nng_socket_set_int(pair, NNG_OPT_RECVBUF, queue), "NNG_OPT_RECVBUF");
}

void serve_messages(const char *url)
{
    open_pair(1024);
    check(nng_listen(pair, url, NULL, 0), "nng_listen");
    say_ready();
    for (;;) {
        nng_msg *message;
        check(nng_recvmsg(pair, &message, 0), "nng_recvmsg");
        check(nng_sendmsg(pair, message, 0), "nng_sendmsg");
    }
}

void connect_messages(const char *url, int window)
{
    open_pair(window);
    check(nng_dial(pair, url, NULL, 0), "nng_dial");
}

void send_message(const char *bytes, size_t size)
{
    check(nng_send(pair, (void *)bytes, size, 0), "nng_send");
}

int receive_message(size_t size)
{
    nng_msg *message;
    check(nng_recvmsg(pair, &message, 0), "nng_recvmsg");
    int stamp = nng_msg_len(message) == size ? *(unsigned char *)nng_msg_body(message) : -1;
    nng_msg_free(message);
    return stamp;
}
