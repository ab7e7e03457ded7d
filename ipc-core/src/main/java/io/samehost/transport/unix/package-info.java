/**
 * AF_UNIX sockets, as the JDK and as junixsocket open them. The only room that knows junixsocket, which may be absent.
 *
 * <p>Open {@link io.samehost.transport.unix.UnixProviders} first: it picks one of the two. No decision about a file and none
 * about a peer comes in here.
 */
package io.samehost.transport.unix;
