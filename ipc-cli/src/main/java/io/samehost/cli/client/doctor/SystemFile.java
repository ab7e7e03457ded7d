package io.samehost.cli.client.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what the system tells in files. Empty where it does not. */
final class SystemFile {
    private static final int LONGEST_BYTES = 1 << 20;
    private static final int MOUNT_POINT = 4;
    private static final int MOUNT_OPTIONS = 5;

    private SystemFile() {}

    /** All of a file. Some of these give nothing to a second read, so the first asks for plenty. */
    static Optional<String> text(String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return Optional.of(new String(in.readNBytes(LONGEST_BYTES), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static OptionalLong number(String file) {
        Optional<String> text = text(file).filter(digits -> digits.matches("[0-9]{1,18}"));
        return text.isPresent() ? OptionalLong.of(Long.parseLong(text.get())) : OptionalLong.empty();
    }

    /** True if the file system of a directory is mounted so that no program or library in it may be run. */
    static boolean isNoexec(Path directory) throws IOException {
        String path = directory.toRealPath().toString();
        return text("/proc/self/mountinfo").stream()
                .flatMap(String::lines)
                .map(line -> line.split(" ", -1))
                .filter(words -> words.length > MOUNT_OPTIONS && isIn(path, words[MOUNT_POINT]))
                .max(Comparator.comparingInt(words -> words[MOUNT_POINT].length()))
                .filter(words -> List.of(words[MOUNT_OPTIONS].split(",", -1)).contains("noexec"))
                .isPresent();
    }

    /** The kernel writes a space as {@code \040}. */
    private static boolean isIn(String path, String mountPoint) {
        String point = mountPoint.replace("\\040", " ");
        return point.equals("/") || path.equals(point) || path.startsWith(point + "/");
    }

    /** In words: {@code 1.2 GiB free of 7.8 GiB}. */
    static String room(Path directory) throws IOException {
        FileStore store = Files.getFileStore(directory);
        return Amount.of(store.getUsableSpace()) + " free of " + Amount.of(store.getTotalSpace());
    }
}
