package io.samehost.client.files;

/** Hears how a download goes, on the thread that downloads, which it holds up. */
public interface DownloadListener {
    /** Hears nothing. */
    DownloadListener NONE = new DownloadListener() {};

    /**
     * Where the target is a file of the same size, before its bytes are compared with the server's, by their digests: both
     * sides may take a while to read them. If they are equal, nothing more is heard.
     */
    default void comparing(RemoteFile file) {}

    /** Once the file is known, with what is there from an earlier attempt. */
    default void started(RemoteFile file, long resumedAtBytes) {}

    /** After each message: how much of the file is there now, an earlier attempt included. */
    default void received(long totalBytes) {}

    /** All bytes are there; the server may take a while now to read them all again for its digest. */
    default void verifying() {}
}
