package io.samehost.document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/threads.md} names each thread, lock and condition of the libraries and the commands. */
class ThreadsPageTest {
    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of("ipc-core", "ipc-server", "ipc-client", "integrations/ipc-grpc", "ipc-cli");
    private static final String PREFIX = "samehost-";
    private static final Pattern THREAD = Pattern.compile("samehost(?:-[a-z]+)+-?");
    private static final Set<String> LOCKS = Set.of("ReentrantLock", "ReentrantReadWriteLock", "StampedLock");
    private static final List<JavaSource> SOURCES = new ArrayList<>();
    private static final TreeScanner<Void, Set<String>> TEXTS = new TreeScanner<>() {
        @Override
        public Void visitLiteral(LiteralTree literal, Set<String> found) {
            if (literal.getValue() instanceof String text) {
                found.add(text);
            }
            return super.visitLiteral(literal, found);
        }
    };
    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(ROOT.resolve("docs/threads.md"));
        for (String module : MODULES) {
            for (Path file : JavaSource.filesBelow(ROOT.resolve(module).resolve("src/main"))) {
                SOURCES.add(JavaSource.of(file));
            }
        }
    }

    private static String section(String heading) {
        int begin = page.indexOf("## " + heading);
        assertNotEquals(-1, begin, heading);
        int end = page.indexOf("\n## ", begin);
        return page.substring(begin, end);
    }

    private static Set<String> collect(TreeScanner<Void, Set<String>> scanner) {
        return SOURCES.stream().flatMap(source -> source.find(scanner).stream()).collect(Collectors.toSet());
    }

    /** A name that code gives in two parts, such as {@code "samehost-loop-" + provider}, stands with its first part. */
    @Test
    void everyThreadIsInTheTable() {
        Set<String> names =
                collect(TEXTS).stream().filter(text -> text.startsWith(PREFIX)).collect(Collectors.toSet());
        String table = section("Which threads exist");
        assertEquals(Set.of(), missing(names, name -> table.contains("`" + name)));
    }

    @Test
    void everyThreadHasANameThatSaysWhoseItIs() {
        Set<String> wrong = collect(new TreeScanner<>() {
            @Override
            public Void visitNewClass(NewClassTree made, Set<String> found) {
                if (made.getIdentifier().toString().equals("Thread") && !isNamed(made.getArguments())) {
                    found.add(made.toString());
                }
                return super.visitNewClass(made, found);
            }
        });
        assertEquals(Set.of(), wrong);
    }

    /** A variable may hold a name, or its beginning, that is given elsewhere. */
    private static boolean isNamed(List<? extends ExpressionTree> arguments) {
        Set<String> texts = new HashSet<>();
        TEXTS.scan(arguments.get(arguments.size() - 1), texts);
        return arguments.size() > 1 && texts.stream().allMatch(text -> text.startsWith(PREFIX));
    }

    @Test
    void everyLockIsInTheTables() {
        Set<String> locks = fields(LOCKS::contains);
        String section = section("Locks");
        assertEquals(Set.of(), missing(locks, lock -> section.contains("`" + lock + "`")));
    }

    @Test
    void everyConditionIsNamed() {
        Set<String> conditions = fields("Condition"::equals);
        String section = section("Locks");
        assertEquals(Set.of(), missing(conditions, condition -> section.contains("`" + condition + "`")));
    }

    /** Fields as {@code Class.field}. */
    private static Set<String> fields(Predicate<String> type) {
        return SOURCES.stream()
                .flatMap(source -> source
                        .find(new TreeScanner<Void, Set<String>>() {
                            @Override
                            public Void visitVariable(VariableTree variable, Set<String> found) {
                                if (variable.getType() != null
                                        && type.test(variable.getType().toString())) {
                                    found.add(source.className() + "." + variable.getName());
                                }
                                return super.visitVariable(variable, found);
                            }
                        })
                        .stream())
                .collect(Collectors.toSet());
    }

    @Test
    void everyMonitorIsInTheTables() {
        TreeScanner<Void, Set<Tree>> monitors = new TreeScanner<>() {
            @Override
            public Void visitMethod(MethodTree method, Set<Tree> found) {
                if (method.getModifiers().getFlags().contains(Modifier.SYNCHRONIZED)) {
                    found.add(method);
                }
                return super.visitMethod(method, found);
            }

            @Override
            public Void visitSynchronized(SynchronizedTree block, Set<Tree> found) {
                found.add(block);
                return super.visitSynchronized(block, found);
            }
        };
        Set<String> classes = SOURCES.stream()
                .filter(source -> !source.find(monitors).isEmpty())
                .map(JavaSource::className)
                .collect(Collectors.toSet());
        String section = section("Locks");
        assertEquals(Set.of(), missing(classes, name -> section.contains("`" + name + "`")));
    }

    /** No thread that the page names is one of the past. */
    @Test
    void everyThreadInTheTableIsThere() {
        Set<String> named = THREAD.matcher(section("Which threads exist"))
                .results()
                .map(found -> found.group())
                .collect(Collectors.toSet());
        String code = SOURCES.stream().map(source -> source.tree().toString()).collect(Collectors.joining());
        assertEquals(Set.of(), missing(named, name -> code.contains('"' + name)));
    }

    private static Set<String> missing(Set<String> wanted, Predicate<String> isThere) {
        return wanted.stream().filter(isThere.negate()).collect(Collectors.toCollection(TreeSet::new));
    }
}
