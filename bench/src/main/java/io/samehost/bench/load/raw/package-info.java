/**
 * Clients and servers that exchange bytes and datagrams, without calls.
 *
 * <p>Open {@link io.samehost.bench.load.raw.RawPingPong} first. No client of the library may come in here.
 */
package io.samehost.bench.load.raw;
