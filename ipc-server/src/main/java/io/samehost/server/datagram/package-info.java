/**
 * Unary calls by datagrams, where each datagram is a conversation of its own. Open {@link
 * io.samehost.server.datagram.DatagramEndpoint} first. May not come in: sessions and connections, which datagrams lack.
 */
package io.samehost.server.datagram;
