/**
 * Small help that every room of the transport uses: the system's name and users, selectors, closing, a directory
 * for one program.
 *
 * <p>Open {@link io.samehost.transport.system.Closing} and {@link io.samehost.transport.system.Polling} first. The bottom:
 * nothing of samehost is known here.
 */
package io.samehost.transport.system;
