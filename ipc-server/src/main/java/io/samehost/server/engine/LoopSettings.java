package io.samehost.server.engine;

import java.time.Duration;

/**
 * How the event loop serves.
 *
 * @param maxConnections further ones wait in the backlog
 * @param maxLoops threads that poll, at most, for each channel provider
 * @param spin how long a loop polls on before it sleeps
 */
public record LoopSettings(int maxConnections, int maxLoops, Duration spin) {}
