package io.samehost.client.files;

/**
 * A finished download.
 *
 * @param resumedAtBytes what had been there from an earlier attempt
 * @param sha256 of the whole file, in hexadecimal; checked
 */
public record Downloaded(RemoteFile file, long resumedAtBytes, String sha256) {}
