package io.samehost.client.files;

import java.time.Instant;

/**
 * A file as its server describes it.
 *
 * @param version the same as long as the file's content is; to be compared only
 */
public record RemoteFile(String name, long sizeBytes, Instant modified, String version) {}
