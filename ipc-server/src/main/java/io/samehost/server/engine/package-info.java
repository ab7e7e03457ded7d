/**
 * Moves bytes: accepts, reads, writes. Two engines do it, {@link io.samehost.server.engine.ThreadPerConnectionEngine} and
 * {@link io.samehost.server.engine.EventLoopEngine}. May not come in: frames, calls, handlers.
 */
package io.samehost.server.engine;
