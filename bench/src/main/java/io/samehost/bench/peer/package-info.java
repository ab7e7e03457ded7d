/**
 * Other libraries beside this project: how their programs are built, what is measured, and the report.
 *
 * <p>Open {@link io.samehost.bench.peer.PeerRecipe} first. The programs themselves are in {@code bench/optional/peers}.
 */
package io.samehost.bench.peer;
