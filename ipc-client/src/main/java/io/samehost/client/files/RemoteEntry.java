package io.samehost.client.files;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A file or a directory that a server offers.
 *
 * @param name from the served directory on, as {@link RemoteFiles#download} and {@link RemoteFiles#list} take it
 * @param sizeBytes empty for a directory
 */
public record RemoteEntry(String name, OptionalLong sizeBytes, Instant modified) {
    public boolean isDirectory() {
        return sizeBytes.isEmpty();
    }
}
