package io.samehost.protobuf.generator;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Knows how a file of Java names the classes that it uses: by short names as far as these mean nothing else. Messages come
 * first, since those without a package have no longer name.
 */
final class Imports {
    private static final String JAVA_LANG = "java.lang";

    private final String javaPackage;
    private final TypeNames types;

    /** What each short name means in the file. */
    private final Map<String, String> meanings = new HashMap<>();

    private final TreeSet<String> imported = new TreeSet<>();

    Imports(StubService service, TypeNames types) {
        this.javaPackage = service.javaPackage();
        this.types = types;
        service.classNames().forEach(name -> meanings.put(name, qualified(javaPackage, name)));
        service.messages().filter(message -> message.javaPackage().isEmpty()).forEach(this::name);
        service.messages().forEach(this::name);
    }

    /** The name of a message's class. */
    String name(MessageType message) {
        String path = qualified(message.javaPackage(), message.outer() + message.simpleName());
        return mayBeShort(message.simpleName(), path)
                ? message.name()
                : qualified(message.javaPackage(), message.outer() + message.name());
    }

    /** The name of a class that is in no other, as {@code java.util.List}. */
    String name(String qualified) {
        String simple = qualified.substring(qualified.lastIndexOf('.') + 1);
        return mayBeShort(simple, qualified) ? simple : qualified;
    }

    private boolean mayBeShort(String simple, String qualified) {
        String meaning = meanings.get(simple);
        if (meaning != null) {
            return meaning.equals(qualified);
        }
        boolean isHere = qualified.equals(qualified(javaPackage, simple));
        boolean isOfJava = qualified.equals(JAVA_LANG + "." + simple);
        if (isOfJava && types.isTaken(javaPackage, simple)) {
            return false;
        }
        if (!isHere && !isOfJava) {
            imported.add(qualified);
        }
        meanings.put(simple, qualified);
        return true;
    }

    private static String qualified(String javaPackage, String name) {
        return javaPackage.isEmpty() ? name : javaPackage + "." + name;
    }

    /** The lines that import what was named. */
    List<String> lines() {
        return imported.stream().map(name -> "import " + name + ";").toList();
    }
}
