/**
 * Requests and answers by datagrams.
 *
 * <p>Open {@link io.samehost.client.datagram.DatagramCall} first, which sends again what was lost. {@link
 * io.samehost.client.datagram.DatagramExchange} waits for no answer. Nothing here decides which servers may be spoken to,
 * and no stream socket comes in.
 */
package io.samehost.client.datagram;
