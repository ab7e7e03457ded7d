package io.samehost.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds all sources of the project, tests and optional parts too, to what only sources tell: size, purpose, texts. */
final class SourcesTest {
    private static final Path ROOT = Path.of("..");
    private static final int MOST_FILES = 20;

    /** About 250: a few lines more are no reason to divide a class. */
    private static final int MOST_LINES = 275;

    private static final Pattern OPTION = Pattern.compile("\"[^\"]*--[a-z]");

    private static final List<Path> SOURCES = new ArrayList<>();

    @BeforeAll
    static void findSources() throws IOException {
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                String name = directory.getFileName().toString();
                boolean isBuilt = name.equals("target") || (name.startsWith(".") && !directory.equals(ROOT));
                return isBuilt ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    SOURCES.add(ROOT.relativize(file));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        assertTrue(SOURCES.size() > 500, () -> "found " + SOURCES.size());
    }

    @Test
    void aFileHasAbout250LinesAtMost() throws IOException {
        Map<Path, Integer> tooLong = new TreeMap<>();
        for (Path file : SOURCES) {
            int lines = Files.readAllLines(ROOT.resolve(file)).size();
            if (lines > MOST_LINES) {
                tooLong.put(file, lines);
            }
        }
        assertEquals(Map.of(), tooLong);
    }

    @Test
    void aPackageHasTwentyFilesAtMost() {
        Map<Path, Integer> large = new TreeMap<>();
        for (Path file : SOURCES) {
            if (!isAboutAPackage(file)) {
                large.merge(file.getParent(), 1, Integer::sum);
            }
        }
        large.values().removeIf(files -> files <= MOST_FILES);
        assertEquals(Map.of(), large);
    }

    /** In the sources: without annotations a package-info leaves no class file. */
    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        Set<String> silent = new TreeSet<>();
        Set<String> explained = new TreeSet<>();
        for (Path file : SOURCES) {
            if (file.endsWith("package-info.java")) {
                explained.add(packageOf(file));
            } else if (!file.endsWith("module-info.java")) {
                silent.add(packageOf(file));
            }
        }
        silent.removeAll(explained);
        assertEquals(Set.of(), silent);
    }

    private static boolean isAboutAPackage(Path file) {
        return file.endsWith("package-info.java") || file.endsWith("module-info.java");
    }

    private static String packageOf(Path file) throws IOException {
        return Files.readAllLines(ROOT.resolve(file)).stream()
                .filter(line -> line.startsWith("package "))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no package: " + file));
    }

    /** A command that names its options in the library's place has them right; the library cannot. */
    @ParameterizedTest
    @CsvSource({"ipc-core, none", "ipc-server, Launcher.java", "ipc-client, none"})
    void noTextOfALibraryNamesAnOption(String module, String startsPrograms) throws IOException {
        List<String> named = new ArrayList<>();
        for (Path file : SOURCES) {
            if (file.startsWith(Path.of(module, "src", "main")) && !file.endsWith(startsPrograms)) {
                Files.readAllLines(ROOT.resolve(file)).stream()
                        .filter(line -> OPTION.matcher(line).find())
                        .forEach(line -> named.add(file + ": " + line.trim()));
            }
        }
        assertEquals(List.of(), named);
    }

    /** Looks at sources: code that is built only when asked for is in no class path that ArchUnit could read. */
    @ParameterizedTest
    @CsvSource({
        "bench/optional/micro,  'io.samehost.wire.|io.samehost.client.|io.samehost.protobuf.|io.samehost.server.'",
        "bench/optional/peers,  io.samehost.bench.process.ParentLine",
        "bench/optional/stress, io.samehost.wire.",
        "docs/man,              io.samehost.bench.cli.Bench",
        "examples/greeter,      'io.samehost.client.|io.samehost.server.'",
        "examples/greeter-proto, 'io.samehost.client.|io.samehost.server.|io.samehost.wire.'",
        "examples/notes,        'io.samehost.client.|io.samehost.server.|io.samehost.wire.'",
        "examples/shim,         'io.samehost.address.|io.samehost.client.|io.samehost.server.|io.samehost.wire.'",
    })
    void whatIsBuiltElsewhereKnowsOnly(String project, String known) throws IOException {
        Pattern ours = Pattern.compile("import (static )?io\\.samehost\\..*");
        Pattern allowed = Pattern.compile("import (static )?(" + known.replace(".", "\\.") + ").*");
        List<String> wrong = new ArrayList<>();
        for (Path file : SOURCES) {
            if (file.startsWith(project)) {
                Files.readAllLines(ROOT.resolve(file)).stream()
                        .filter(line -> ours.matcher(line).matches())
                        .filter(line -> !allowed.matcher(line).matches())
                        .forEach(line -> wrong.add(file + ": " + line));
            }
        }
        assertEquals(List.of(), wrong);
    }
}
