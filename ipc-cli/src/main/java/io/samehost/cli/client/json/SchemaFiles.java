package io.samehost.cli.client.json;

import io.samehost.cli.SearchPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Descriptors from the user's files. */
final class SchemaFiles {
    private static final int MOST_LINES = 3;

    /** Many times the largest that is known; a device may have no end. */
    private static final int MOST_BYTES = 256 << 20;

    /** As older versions of protoc begin them, and as newer ones have them behind the place. */
    private static final Pattern WARNING = Pattern.compile("^\\[libprotobuf WARNING|: warning: ");

    private SchemaFiles() {}

    /** A set that {@code protoc} has written. */
    static byte[] read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] set = in.readNBytes(MOST_BYTES + 1);
            if (set.length > MOST_BYTES) {
                throw new IllegalArgumentException("too large: --protoset " + file + " limit=" + MOST_BYTES + " bytes");
            }
            return set;
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("no such file: --protoset " + file, e);
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException("may not be read: --protoset " + file, e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: --protoset " + file + " cause=" + e.getMessage(), e);
        }
    }

    /** What {@code protoc} would tell in its own words. Files that are in one of its directories are its to find. */
    private static void requireFile(Path source) {
        if (!Files.exists(source)) {
            throw new IllegalArgumentException("no such file: --proto " + source);
        }
    }

    /** Has {@code protoc} read files; what it says of their mistakes is in the exception. */
    static byte[] compile(List<Path> sources, List<Path> imports) {
        Path protoc = SearchPath.ofThisProcess()
                .find("protoc")
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "no protoc in PATH, which reads --proto: on Debian apt-get"
                                        + " install protobuf-compiler, or write the types into a file elsewhere and use --protoset"));
        try {
            Path set = Files.createTempFile("ipc-client", ".protoset");
            try {
                run(command(protoc, set, sources, imports));
                return Files.readAllBytes(set);
            } finally {
                Files.deleteIfExists(set);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("protoc cannot be run: cause=" + e.getMessage(), e);
        }
    }

    private static List<String> command(Path protoc, Path set, List<Path> sources, List<Path> imports) {
        Set<Path> places = new LinkedHashSet<>(imports);
        if (imports.isEmpty()) {
            sources.forEach(SchemaFiles::requireFile);
            sources.forEach(source -> places.add(source.toAbsolutePath().getParent()));
        }
        List<String> command = new ArrayList<>(List.of(
                protoc.toString(), "--include_imports", "--include_source_info", "--descriptor_set_out=" + set));
        places.forEach(place -> command.add("-I" + place));
        sources.forEach(source ->
                command.add(imports.isEmpty() ? source.toAbsolutePath().toString() : source.toString()));
        return command;
    }

    private static void run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (process.waitFor() != 0) {
                throw new IllegalArgumentException(
                        "protoc refuses the file: " + inShort(said.lines().toList()));
            }
        } catch (InterruptedException e) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IllegalArgumentException("interrupted while protoc ran", e);
        }
    }

    /** The first mistakes: of a file that is no .proto, protoc tells one in each line. Its warnings are none. */
    private static String inShort(List<String> lines) {
        List<String> mistakes =
                lines.stream().filter(line -> !WARNING.matcher(line).find()).toList();
        List<String> told = mistakes.isEmpty() ? lines : mistakes;
        int more = told.size() - MOST_LINES;
        return String.join("; ", told.subList(0, Math.min(told.size(), MOST_LINES)))
                + (more > 0 ? "; and " + more + " more" : "");
    }
}
