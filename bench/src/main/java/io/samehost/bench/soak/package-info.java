/**
 * Full load for a long time: what becomes slower, and what grows.
 *
 * <p>Open {@link io.samehost.bench.soak.Soak} first.
 */
package io.samehost.bench.soak;
