/**
 * Results in files: read by one reader, kept under a name, compared with each other.
 *
 * <p>Open {@link io.samehost.bench.saved.SavedReport} first; {@link io.samehost.bench.saved.ReportJson} has the fields of the
 * file. Nothing here formats a page or a table, and nobody else reads a report.
 */
package io.samehost.bench.saved;
