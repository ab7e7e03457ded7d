/**
 * The pages of runs, and all files beside them.
 *
 * <p>Open {@link io.samehost.bench.report.ReportFiles} first. It renders saved results only, so that the page of an old run
 * can be made again.
 */
package io.samehost.bench.report;
