package io.samehost.document;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents name files, classes, their members, and packages. All of these have to be there. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> SOURCES = List.of(
            "ipc-core",
            "ipc-server",
            "ipc-client",
            "ipc-testing",
            "integrations/ipc-protobuf",
            "integrations/ipc-protobuf-generator",
            "integrations/ipc-grpc",
            "ipc-cli",
            "bench");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(?:#([^)]*))?\\)");
    private static final Pattern CODE_BLOCK = Pattern.compile("^```.*?^```$", Pattern.DOTALL | Pattern.MULTILINE);
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?(?:\\(.*?\\))?`");
    private static final Pattern PACKAGE = Pattern.compile("`(io\\.samehost(?:\\.[a-z]+)+)`");
    private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

    /** Classes that are not ours live in these. */
    private static final List<String> JDK = List.of(
            "java.lang.",
            "java.util.",
            "java.util.concurrent.",
            "java.nio.",
            "java.nio.channels.",
            "java.nio.channels.spi.",
            "java.net.",
            "java.io.");

    static Stream<String> pages() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            List<String> pages = new ArrayList<>(List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md"));
            docs.map(page -> ROOT.relativize(page).toString())
                    .filter(page -> page.endsWith(".md"))
                    .forEach(pages::add);
            return pages.stream();
        }
    }

    private static String prose(String page) throws IOException {
        return CODE_BLOCK.matcher(Files.readString(ROOT.resolve(page))).replaceAll("");
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(String page) throws IOException {
        List<String> broken = new ArrayList<>();
        for (MatchResult link : LINK.matcher(prose(page)).results().toList()) {
            Path target = link.group(1).isEmpty()
                    ? ROOT.resolve(page)
                    : ROOT.resolve(page).resolveSibling(link.group(1));
            if (!Files.exists(target) || !hasAnchor(target, link.group(2))) {
                broken.add(link.group());
            }
        }
        assertEquals(List.of(), broken);
    }

    /** As GitHub makes anchors of headings. */
    private static boolean hasAnchor(Path page, String anchor) throws IOException {
        return anchor == null
                || HEADING.matcher(Files.readString(page))
                        .results()
                        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
                        .map(heading -> heading.replaceAll("[^\\w -]", "").replace(' ', '-'))
                        .anyMatch(anchor::equals);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyClassThatIsNamedIsThere(String page) throws IOException {
        Map<String, List<Path>> classes = classes();
        List<String> missing = new ArrayList<>();
        for (MatchResult name : CLASS.matcher(prose(page)).results().toList()) {
            List<Path> sources = classes.get(name.group(1));
            boolean found = sources == null
                    ? isOfTheJdk(name.group(1))
                    : name.group(2) == null || isDeclared(name.group(2), sources);
            if (!found) {
                missing.add(name.group());
            }
        }
        assertEquals(List.of(), missing);
    }

    private static boolean isDeclared(String member, List<Path> sources) throws IOException {
        for (Path source : sources) {
            if (JavaSource.of(source).declares(member)) {
                return true;
            }
        }
        return false;
    }

    /** Files of all classes, those of tests too, by their names. */
    private static Map<String, List<Path>> classes() throws IOException {
        List<Path> roots = new ArrayList<>();
        SOURCES.forEach(module -> roots.add(ROOT.resolve(module).resolve("src")));
        roots.add(ROOT.resolve("docs"));
        roots.add(ROOT.resolve("bench/optional"));
        Map<String, List<Path>> classes = new HashMap<>();
        for (Path root : roots) {
            for (Path file : JavaSource.filesBelow(root)) {
                classes.computeIfAbsent(JavaSource.className(file), name -> new ArrayList<>())
                        .add(file);
            }
        }
        return classes;
    }

    private static boolean isOfTheJdk(String name) {
        return JDK.stream().anyMatch(start -> {
            try {
                Class.forName(start + name);
                return true;
            } catch (ClassNotFoundException e) {
                return false;
            }
        });
    }

    @Test
    void everyPackageHasARoomInTheTable() throws IOException {
        Set<String> packages = new TreeSet<>();
        for (String module : SOURCES) {
            Path sources = ROOT.resolve(module).resolve("src/main/java");
            for (Path file : JavaSource.filesBelow(sources)) {
                String directory = sources.relativize(file.getParent()).toString();
                if (!directory.isEmpty()) {
                    packages.add(directory.replace('/', '.'));
                }
            }
        }
        Set<String> rooms = new TreeSet<>();
        PACKAGE.matcher(prose("docs/architecture.md")).results().forEach(room -> rooms.add(room.group(1)));
        assertEquals(packages, rooms);
    }
}
