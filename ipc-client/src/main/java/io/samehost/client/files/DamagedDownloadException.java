package io.samehost.client.files;

import java.io.IOException;

/** The bytes that arrived are not those that the server has, by their SHA-256. Nothing was kept of them. */
public final class DamagedDownloadException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedDownloadException(String message) {
        super(message);
    }
}
