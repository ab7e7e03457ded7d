/**
 * Measurements and what they say: statistics, verdicts, thresholds.
 *
 * <p>Open {@link io.samehost.bench.result.Results} first; {@link io.samehost.bench.result.Verdict} decides which transport is
 * faster. Nothing here formats, prints or starts anything.
 */
package io.samehost.bench.result;
