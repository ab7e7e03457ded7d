/**
 * The service that {@code ipc-client flood} asks: how many numbered datagrams arrived, in which order. Open {@link
 * io.samehost.server.flood.FloodCounter} first. Nothing else comes in; it uses the server as a user's service does.
 */
package io.samehost.server.flood;
