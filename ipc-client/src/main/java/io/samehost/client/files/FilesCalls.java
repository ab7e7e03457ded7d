package io.samehost.client.files;

import io.samehost.client.CallException;
import io.samehost.client.CallOptions;
import io.samehost.client.Client;
import io.samehost.client.ClientStream;
import io.samehost.wire.ProtocolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The calls of {@code samehost.Files}: their text, and what may be in it. */
final class FilesCalls {
    private static final String SERVICE = "samehost.Files";
    private static final CallOptions NO_DEADLINE = CallOptions.DEFAULT.withTimeout(Duration.ZERO);

    /** An answer may have megabytes. */
    private static final int MOST_SHOWN_CHARS = 200;

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    private final Client client;

    FilesCalls(Client client) {
        this.client = client;
    }

    RemoteFile stat(String name) throws IOException, CallException {
        Map<String, String> answer = words(client.call(SERVICE, "Stat", bytes(requireName(name))));
        try {
            long size = Long.parseLong(answer.getOrDefault("size", ""));
            Instant modified = Instant.parse(answer.getOrDefault("modified", ""));
            Optional<String> version = Optional.ofNullable(answer.get("version"));
            if (size >= 0 && version.filter(FilesCalls::isVersion).isPresent()) {
                return new RemoteFile(name, size, modified, version.get());
            }
        } catch (NumberFormatException | DateTimeParseException e) {
            throw malformed("Stat", answer, e);
        }
        throw malformed("Stat", answer, null);
    }

    List<RemoteEntry> list(String directory) throws IOException, CallException {
        String prefix = directory.isEmpty() || directory.endsWith("/") ? directory : directory + "/";
        String name = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
        String answer = new String(client.call(SERVICE, "List", bytes(requireName(name))), StandardCharsets.UTF_8);
        List<RemoteEntry> entries = new ArrayList<>();
        for (String line : answer.lines().toList()) {
            entries.add(entry(prefix, line));
        }
        return List.copyOf(entries);
    }

    /** {@code SIZE MODIFIED NAME}, or {@code - MODIFIED NAME/} for a directory. */
    private static RemoteEntry entry(String prefix, String line) throws ProtocolException {
        String[] words = line.split(" ", 3);
        try {
            if (words.length == 3 && words[0].equals("-") && words[2].endsWith("/")) {
                String name = prefix + words[2].substring(0, words[2].length() - 1);
                return new RemoteEntry(name, OptionalLong.empty(), Instant.parse(words[1]));
            }
            if (words.length == 3 && Long.parseLong(words[0]) >= 0) {
                OptionalLong size = OptionalLong.of(Long.parseLong(words[0]));
                return new RemoteEntry(prefix + words[2], size, Instant.parse(words[1]));
            }
        } catch (NumberFormatException | DateTimeParseException e) {
            throw malformed("List", line, e);
        }
        throw malformed("List", line, null);
    }

    /** The server's token is far shorter. It is kept in a file and sent back as a line. */
    private static boolean isVersion(String version) {
        return !version.isEmpty()
                && version.length() <= PartFile.LONGEST_VERSION_BYTES
                && version.chars().allMatch(c -> c > ' ' && c < 0x7f);
    }

    /** The bytes from an offset to the end; refused if the file is no longer this version. */
    ClientStream read(RemoteFile file, long offsetBytes) throws IOException, CallException {
        String request = file.name() + "\noffset " + offsetBytes + "\nversion " + file.version();
        return client.serverStream(SERVICE, "Read", bytes(request), NO_DEADLINE);
    }

    /** The server may have to read the whole file for it, which has no deadline. */
    String digest(RemoteFile file) throws IOException, CallException {
        String request = file.name() + "\nversion " + file.version();
        return sha256(client.call(SERVICE, "Digest", bytes(request), NO_DEADLINE));
    }

    /** Reads the answer of {@code Digest}, and the last message of {@code Read}. */
    static String sha256(byte[] payload) throws ProtocolException {
        Map<String, String> answer = words(payload);
        String sha256 = answer.getOrDefault("sha256", "");
        if (!SHA256.matcher(sha256).matches()) {
            throw malformed("Digest", answer, null);
        }
        return sha256;
    }

    private static String requireName(String name) {
        if (name.indexOf('\n') >= 0 || name.indexOf('\r') >= 0) {
            throw new IllegalArgumentException("name of a file must be one line");
        }
        return name;
    }

    /** Lines of a word and a value; the first of two equal words counts. */
    private static Map<String, String> words(byte[] payload) {
        return new String(payload, StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" ", 2))
                .filter(words -> words.length == 2)
                .collect(Collectors.toMap(words -> words[0], words -> words[1], (first, second) -> first));
    }

    private static ProtocolException malformed(String method, Object answer, Exception cause) {
        String text = answer.toString();
        String shown = text.length() > MOST_SHOWN_CHARS ? text.substring(0, MOST_SHOWN_CHARS) + "..." : text;
        ProtocolException malformed =
                new ProtocolException("server answers what is not " + SERVICE + "/" + method + ": answer=" + shown);
        malformed.initCause(cause);
        return malformed;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
