/**
 * Results as text: for a terminal, and in JSON, CSV and Markdown.
 *
 * <p>Open {@link io.samehost.bench.output.TerminalReport} first. Nothing here measures, and nothing here reads a file.
 */
package io.samehost.bench.output;
