/**
 * The frame of every workload: what a client does again and again, when it does it, and how it counts.
 *
 * <p>Open {@link io.samehost.bench.load.workload.Workload} first. No socket may come in here.
 */
package io.samehost.bench.load.workload;
