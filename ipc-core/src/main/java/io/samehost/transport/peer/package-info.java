/**
 * The user and process at the other end of a connection, and the users that may be there.
 *
 * <p>Open {@link io.samehost.transport.peer.PeerCredentials} first. Only what the kernel says counts: nothing that a peer
 * sends comes in here.
 */
package io.samehost.transport.peer;
