/**
 * Moves bytes: accepts, reads, writes.
 *
 * <p>Open {@link io.samehost.server.engine.ThreadPerConnectionEngine} first, then {@link
 * io.samehost.server.engine.EventLoopEngine}. May not come in: frames, calls, handlers.
 */
package io.samehost.server.engine;
