/**
 * Downloads of files that a server offers.
 *
 * <p>Open {@link io.samehost.client.files.RemoteFiles} first. A download is written to a part file and renamed once it is
 * whole; {@code PartFile} and {@code PartLock} do that. Only what {@link io.samehost.client.Client} offers every user is used
 * here.
 */
package io.samehost.client.files;
