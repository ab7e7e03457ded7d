/**
 * Many threads, and slow calls, on one connection.
 *
 * <p>Open {@link io.samehost.bench.sharing.Sharing} first. No scenario is measured here.
 */
package io.samehost.bench.sharing;
