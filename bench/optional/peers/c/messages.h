/* The part of a message library; messages.c does the rest. All of it blocks, and ends the program if it fails. */
#ifndef MESSAGES_H
#define MESSAGES_H

#include <stddef.h>

/* Binds to ipc://PATH, says that it is ready with say_ready, and sends back whatever it gets. Does not return. */
void serve_messages(const char *url);

/* Connects to ipc://PATH. The library may queue so many messages in either direction. */
void connect_messages(const char *url, int window);

/* The library has a copy when this returns. */
void send_message(const char *bytes, size_t size);

/* Waits for the next message, and returns its first byte; -1 if its size is another. */
int receive_message(size_t size);

void say_ready(void);

void fail_with(const char *what, const char *why);

#endif
