package io.samehost.client.files;

/**
 * A finished download.
 *
 * @param resumedAtBytes what had been there from an earlier attempt
 * @param sha256 of the whole file, in hexadecimal; checked
 * @param wasThere true if the target had this very content already: nothing was received, and nothing written
 */
public record Downloaded(RemoteFile file, long resumedAtBytes, String sha256, boolean wasThere) {
    /** Bytes that came over the connection this time. */
    public long receivedBytes() {
        return file.sizeBytes() - resumedAtBytes;
    }
}
