/**
 * The two programs of a pair, which make the traffic that is measured.
 *
 * <p>Open {@link io.samehost.bench.load.BenchClient} first, then {@link io.samehost.bench.load.BenchServer}. They run in
 * processes of their own and know neither plans nor results.
 */
package io.samehost.bench.load;
