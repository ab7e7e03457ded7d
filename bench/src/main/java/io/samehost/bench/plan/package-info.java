/**
 * The rows that a benchmark measures, for how long and how often.
 *
 * <p>Open {@link io.samehost.bench.plan.Plan} first. A plan measures nothing and knows no result.
 */
package io.samehost.bench.plan;
