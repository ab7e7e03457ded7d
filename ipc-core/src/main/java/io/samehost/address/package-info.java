/**
 * Addresses: how they are written, which socket addresses they stand for, and the two ways in which one fails.
 *
 * <p>Open {@link io.samehost.address.Address} first. No sockets, no files and no frames come in here.
 */
package io.samehost.address;
