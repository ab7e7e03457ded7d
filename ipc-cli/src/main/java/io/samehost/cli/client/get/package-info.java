/**
 * Downloads, their progress and their report: {@code get}, and {@code files}, what there is to download. Open {@link io.samehost.cli.client.get.GetCommand} first. May
 * not come in: how a file is checked and put into place, which the library does.
 */
package io.samehost.cli.client.get;
