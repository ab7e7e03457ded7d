/**
 * Works a plan off: a fresh pair of processes for each run, one after the other.
 *
 * <p>Open {@link io.samehost.bench.run.BenchRun} first. Nothing here formats a result.
 */
package io.samehost.bench.run;
