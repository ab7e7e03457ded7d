/**
 * Single numbers with the limit that each should keep.
 *
 * <p>Open {@link io.samehost.bench.figure.Figure} first. Nothing here measures.
 */
package io.samehost.bench.figure;
