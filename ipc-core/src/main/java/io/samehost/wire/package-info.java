/**
 * The values of a call that both ends and their users know: methods with their marshallers, metadata, statuses, and the two
 * exceptions of a message.
 *
 * <p>Open {@link io.samehost.wire.Method} first, then {@link io.samehost.wire.Status}. The bytes that stand for these values
 * are made in {@code io.samehost.wire.frame}, which is not known here. May not come in: IO, threads.
 */
package io.samehost.wire;
