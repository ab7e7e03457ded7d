package io.samehost.bench.report;

import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Installation;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * The place for the files of one run, so that no run replaces what another has measured: a directory that was named and holds
 * no report, or a new one for the date, with the link {@code latest} beside it.
 *
 * @param root the named directory, or the one in which each run gets its own
 * @param mainFile the file that shows that a named directory is taken
 */
public record ReportPlace(Path root, boolean named, String mainFile) {
    private static final String LATEST = "latest";

    /** Of UTC: it never runs backwards. */
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /**
     * The directory that was asked for, or the one beside the classes: {@code bench/target/report}. Of a distribution, {@code
     * samehost-bench/report}.
     *
     * @param kind a directory below for what is no answer to the question; empty for what is
     */
    public static ReportPlace of(Optional<Path> asked, String kind, String mainFile) {
        return asked.map(directory -> new ReportPlace(directory, true, mainFile))
                .orElseGet(() -> new ReportPlace(ofThisBuild().resolve(kind), false, mainFile));
    }

    private static Path ofThisBuild() {
        return Installation.results()
                .map(results -> results.resolve("report"))
                .orElseGet(() -> Environment.placeOfThisBuild().resolveSibling("report"));
    }

    /**
     * Creates the root, so that a wrong one is noticed before anything is measured.
     *
     * @throws IllegalArgumentException if nothing can be written there, or there is a report already
     */
    public void prepare() {
        try {
            Files.createDirectories(root);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot create the directory: report=" + root + " cause=" + e, e);
        }
        if (!Files.isWritable(root)) {
            throw new IllegalArgumentException("cannot write there: report=" + root);
        }
        if (named && Files.exists(root.resolve(mainFile))) {
            throw new IllegalArgumentException(
                    "there is a report already: report=" + root + ", name another directory or remove it");
        }
    }

    /** The directory for a run of that date; new, unless it was named. */
    public Path directory(Instant date) throws IOException {
        if (named) {
            return Files.createDirectories(root);
        }
        Files.createDirectories(root);
        String name = NAME.format(date);
        for (int i = 1; ; i++) {
            try {
                return Files.createDirectory(root.resolve(i == 1 ? name : name + '-' + i));
            } catch (FileAlreadyExistsException twoInASecond) {
                // the next name is free, or the one after it
            }
        }
    }

    /** Lets {@code latest} point to a run that was not cut short. What is no link stays. */
    public void link(Path directory) throws IOException {
        Path latest = root.resolve(LATEST);
        if (named || (Files.exists(latest, LinkOption.NOFOLLOW_LINKS) && !Files.isSymbolicLink(latest))) {
            return;
        }
        Path link =
                directory.resolveSibling(LATEST + '-' + ProcessHandle.current().pid());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, directory.getFileName());
        Files.move(link, latest, StandardCopyOption.ATOMIC_MOVE);
    }
}
