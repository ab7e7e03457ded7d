/**
 * Start-up time and memory of the commands and of idle connections.
 *
 * <p>Open {@link io.samehost.bench.footprint.Footprint} first. No scenario is measured here.
 */
package io.samehost.bench.footprint;
