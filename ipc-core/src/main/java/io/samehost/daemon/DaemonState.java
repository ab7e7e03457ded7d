package io.samehost.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A daemon's own account in a file, for those who cannot ask it. It decides nothing: the lock says whether a daemon runs.
 *
 * @param pid of its process
 * @param started when it began to serve
 * @param version of the tool
 * @param command by which it was started, for a person
 */
public record DaemonState(long pid, Instant started, String version, String command) {
    private static final int LONGEST_BYTES = 64 * 1024;

    /** Writes it in one step: whoever reads sees the old or the new one. */
    public void write(Path file) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        String text = "pid " + pid + "\nstarted " + started + "\nversion " + oneLine(version) + "\ncommand "
                + oneLine(command) + "\n";
        Files.writeString(beside, text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ");
    }

    /** Reads it; empty if there is none that can be read. */
    public static Optional<DaemonState> read(Path file) {
        try (var in = Files.newInputStream(file)) {
            Map<String, String> values = parse(new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.UTF_8));
            return Optional.of(new DaemonState(
                    Long.parseLong(values.getOrDefault("pid", "")),
                    Instant.parse(values.getOrDefault("started", "")),
                    values.getOrDefault("version", ""),
                    values.getOrDefault("command", "")));
        } catch (IOException | NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Reads lines of a name, a space and a value, as a daemon also answers. */
    public static Map<String, String> parse(String lines) {
        Map<String, String> values = new HashMap<>();
        lines.lines().forEach(line -> {
            int space = line.indexOf(' ');
            if (space > 0) {
                values.put(line.substring(0, space), line.substring(space + 1));
            }
        });
        return values;
    }
}
