/**
 * A server that is the daemon of a tool: exactly one for a user, found by name, told when it is ready, gone when nobody uses it.
 *
 * <p>Open {@link io.samehost.server.daemon.Daemon} first. The other side, which starts it, is a room of the client.
 * May not come in: sockets and threads, which are the server's.
 */
package io.samehost.server.daemon;
