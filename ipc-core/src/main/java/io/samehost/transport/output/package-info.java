/**
 * Bytes that a connection has yet to send.
 *
 * <p>Open {@link io.samehost.transport.output.OutputQueue} first. Frames and their meaning do not come in here, and neither
 * does the choice of a thread: whoever flushes writes.
 */
package io.samehost.transport.output;
