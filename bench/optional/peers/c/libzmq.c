/* A DEALER in the client and a ROUTER in the server: the pair of sockets that allows many requests under way. */
#include "messages.h"
#include <zmq.h>

static void *dealer;

static void check(int result, const char *what)
{
    if (result < 0)
        fail_with(what, zmq_strerror(zmq_errno()));
}

static void *open_socket(int type)
{
    void *context = zmq_ctx_new();
    void *opened = context == NULL ? NULL : zmq_socket(context, type);
    if (opened == NULL)
        fail_with("zmq_socket", zmq_strerror(zmq_errno()));
    return opened;
}

void serve_messages(const char *url)
{
    void *router = open_socket(ZMQ_ROUTER);
    check(zmq_bind(router, url), "zmq_bind");
    say_ready();
    for (;;) {
        zmq_msg_t part;
        check(zmq_msg_init(&part), "zmq_msg_init");
        check(zmq_msg_recv(&part, router, 0), "zmq_msg_recv");
        int more = zmq_msg_more(&part);
        check(zmq_msg_send(&part, router, more ? ZMQ_SNDMORE : 0), "zmq_msg_send");
    }
}

void connect_messages(const char *url, int window)
{
    (void)window; /* up to 1,000 messages wait in either direction unless it is told otherwise */
    dealer = open_socket(ZMQ_DEALER);
    check(zmq_connect(dealer, url), "zmq_connect");
}

void send_message(const char *bytes, size_t size)
{
    check(zmq_send(dealer, bytes, size, 0), "zmq_send");
}

int receive_message(size_t size)
{
    zmq_msg_t message;
    check(zmq_msg_init(&message), "zmq_msg_init");
    check(zmq_msg_recv(&message, dealer, 0), "zmq_msg_recv");
    int stamp = zmq_msg_size(&message) == size ? *(unsigned char *)zmq_msg_data(&message) : -1;
    zmq_msg_close(&message);
    return stamp;
}
