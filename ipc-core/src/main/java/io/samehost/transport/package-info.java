/**
 * Opens sockets: streams and datagrams of every family. Moves bytes and knows nothing of their meaning.
 *
 * <p>Open {@link io.samehost.transport.Transports} first, and {@link io.samehost.transport.Datagrams} for datagrams. A new
 * family is a {@code StreamFamily}. {@code InheritedSockets} has those that others made. The rooms below do not know this
 * one: {@code files} decides about socket files, {@code peer} says who is at the other end, {@code output} queues what a
 * connection has yet to send, {@code unix} opens AF_UNIX sockets by the JDK or by junixsocket, {@code system} is small help for
 * all of them.
 */
package io.samehost.transport;
