package io.samehost.document;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A file of Java as the compiler reads it: comments and texts do not pass for code. */
record JavaSource(String className, CompilationUnitTree tree) {
    private static final String EXTENSION = ".java";

    static JavaSource of(Path file) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    messages, files, null, List.of("-proc:none"), null, files.getJavaFileObjects(file));
            CompilationUnitTree tree = task.parse().iterator().next();
            return new JavaSource(className(file), tree);
        }
    }

    static String className(Path file) {
        return file.getFileName().toString().replace(EXTENSION, "");
    }

    static List<Path> filesBelow(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(EXTENSION))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    /** True if the class itself, not one inside it, declares a member of that name. */
    boolean declares(String member) {
        return tree.getTypeDecls().stream()
                .map(ClassTree.class::cast)
                .filter(declared -> declared.getSimpleName().contentEquals(className))
                .flatMap(declared -> declared.getMembers().stream())
                .anyMatch(declared -> nameOf(declared).equals(member));
    }

    private static String nameOf(Tree member) {
        return switch (member.getKind()) {
            case METHOD -> ((MethodTree) member).getName().toString();
            case VARIABLE -> ((VariableTree) member).getName().toString();
            case CLASS, ENUM, INTERFACE, RECORD ->
                ((ClassTree) member).getSimpleName().toString();
            default -> "";
        };
    }

    /** All that a scanner adds to the set that it is given, in no order. */
    <T> Set<T> find(TreeScanner<Void, Set<T>> scanner) {
        Set<T> found = new HashSet<>();
        scanner.scan(tree, found);
        return found;
    }
}
