package io.samehost.client.files;

import io.samehost.client.CallException;
import io.samehost.client.ClientStream;
import io.samehost.wire.ProtocolException;
import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** One file on its way from the server. For one thread, once. */
final class Transfer {
    private static final byte[] NOTHING = {};

    private final FilesCalls calls;
    private final RemoteFile file;
    private final DownloadListener listener;
    private final MessageDigest digest = sha256();

    Transfer(FilesCalls calls, RemoteFile file, DownloadListener listener) {
        this.calls = calls;
        this.file = file;
        this.listener = listener;
    }

    /** Every Java platform has SHA-256, whatever the compiler thinks. */
    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Takes the bytes of a download. */
    private interface Sink {
        void write(byte[] bytes) throws IOException;
    }

    Downloaded into(OutputStream out) throws IOException, CallException {
        listener.started(file, 0);
        return verified(0, receive(0, out::write));
    }

    /** Continues what is in the part, and leaves it complete. */
    Downloaded into(PartFile part) throws IOException, CallException {
        long offset = part.prepare(file);
        listener.started(file, offset);
        part.hashInto(digest);
        Optional<String> sent =
                offset > 0 && offset == file.sizeBytes() ? Optional.empty() : receive(offset, part::append);
        try {
            return verified(offset, sent);
        } catch (DamagedDownloadException e) {
            part.discard();
            throw e;
        }
    }

    /** @return the digest of the whole file, which the server knows if this was the whole file */
    private Optional<String> receive(long offsetBytes, Sink sink) throws IOException, CallException {
        try (ClientStream stream = calls.read(file, offsetBytes)) {
            long total = offsetBytes;
            Optional<byte[]> message = stream.receive();
            while (message.isPresent() && total < file.sizeBytes()) {
                total += message.get().length;
                if (total > file.sizeBytes()) {
                    throw wrongSize("more", total);
                }
                digest.update(message.get());
                sink.write(message.get());
                listener.received(total);
                message = stream.receive();
            }
            if (total < file.sizeBytes()) {
                throw wrongSize("fewer", total);
            }
            return digest(stream, offsetBytes, total, message);
        }
    }

    /** Behind the bytes of a whole file comes its digest as the last message, behind those of a part nothing. */
    private Optional<String> digest(ClientStream stream, long offsetBytes, long total, Optional<byte[]> next)
            throws IOException, CallException {
        boolean whole = offsetBytes == 0;
        if (next.isPresent() && (!whole || stream.receive().isPresent())) {
            throw wrongSize("more", total + next.get().length);
        }
        return whole ? Optional.of(FilesCalls.sha256(next.orElse(NOTHING))) : Optional.empty();
    }

    private ProtocolException wrongSize(String how, long totalBytes) {
        return new ProtocolException("server sent " + how + " bytes than the file has: receivedBytes=" + totalBytes
                + " sizeBytes=" + file.sizeBytes());
    }

    private Downloaded verified(long offsetBytes, Optional<String> sent) throws IOException, CallException {
        listener.verifying();
        String expected = sent.isPresent() ? sent.get() : calls.digest(file);
        String actual = HexFormat.of().formatHex(digest.digest());
        if (!actual.equals(expected)) {
            throw new DamagedDownloadException("downloaded file is damaged: name=" + file.name() + " sha256=" + actual
                    + " expected=" + expected + ", try again");
        }
        return new Downloaded(file, offsetBytes, actual, false);
    }
}
