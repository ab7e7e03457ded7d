package io.samehost.protobuf.generator;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.MethodDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;

/**
 * Names in Java for the methods of a service. One that Java has for something else, or that a method further up has, gets
 * underscores behind it.
 */
final class MethodNames {
    /** Methods without parameters, as those are that open a stream. */
    private static final Set<String> OF_OBJECT =
            Set.of("clone", "finalize", "getClass", "hashCode", "notify", "notifyAll", "toString", "wait");

    /** No keyword, and yet no method can be called by it alone. */
    private static final String YIELD = "yield";

    /** The constant that every service has. */
    private static final String SERVICE = "SERVICE";

    private final Map<String, String> names = new HashMap<>();
    private final Map<String, String> constants = new HashMap<>();
    private final Set<String> takenNames = new HashSet<>();
    private final Set<String> takenConstants = new HashSet<>(Set.of(SERVICE));

    MethodNames(ServiceDescriptor service) {
        // A constant would hide a class of the same name.
        service.getMethods().stream()
                .flatMap(method -> Stream.of(method.getInputType(), method.getOutputType()))
                .map(MethodNames::outermost)
                .forEach(message -> takenConstants.add(message.getName()));
        service.getMethods().forEach(this::add);
    }

    private static Descriptor outermost(Descriptor message) {
        return message.getContainingType() == null ? message : outermost(message.getContainingType());
    }

    private void add(MethodDescriptor method) {
        boolean isUnary = !method.isClientStreaming() && !method.isServerStreaming();
        String name = lowerCamel(method.getName());
        while (!SourceVersion.isName(name)
                || name.equals(YIELD)
                || (method.isClientStreaming() && OF_OBJECT.contains(name))
                || takenNames.contains(name)
                || (isUnary && takenNames.contains(async(name)))) {
            name += "_";
        }
        takenNames.add(name);
        if (isUnary) {
            takenNames.add(async(name));
        }
        names.put(method.getName(), name);

        String constant = upperSnake(method.getName());
        while (!SourceVersion.isName(constant) || !takenConstants.add(constant)) {
            constant += "_";
        }
        constants.put(method.getName(), constant);
    }

    /** The method that calls and does not wait. */
    static String async(String name) {
        return name + "Async";
    }

    String nameOf(MethodDescriptor method) {
        return names.get(method.getName());
    }

    String constantOf(MethodDescriptor method) {
        return constants.get(method.getName());
    }

    /** {@code SayHello} and {@code say_hello} are {@code sayHello}, {@code HTTPGet} is {@code httpGet}. */
    static String lowerCamel(String name) {
        StringBuilder camel = new StringBuilder();
        boolean isBegin = true;
        for (String word : name.split("_+", -1)) {
            if (word.isEmpty()) {
                continue;
            }
            int capitals = isBegin ? capitalsThatBegin(word) : 0;
            if (isBegin) {
                camel.append(lower(word.substring(0, capitals))).append(word.substring(capitals));
            } else {
                camel.append(upper(word.substring(0, 1))).append(word.substring(1));
            }
            isBegin = false;
        }
        return camel.length() == 0 ? name : camel.toString();
    }

    /** Of an abbreviation, the last capital begins the next word. */
    private static int capitalsThatBegin(String word) {
        int capitals = 0;
        while (capitals < word.length() && isUpper(word.charAt(capitals))) {
            capitals++;
        }
        boolean nextWordFollows = capitals > 1 && capitals < word.length() && isLower(word.charAt(capitals));
        return nextWordFollows ? capitals - 1 : capitals;
    }

    /** {@code SayHello} is {@code SAY_HELLO}, {@code HTTPGet} is {@code HTTP_GET}. */
    static String upperSnake(String name) {
        StringBuilder snake = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean afterSmall = i > 0 && (isLower(name.charAt(i - 1)) || Character.isDigit(name.charAt(i - 1)));
            boolean beforeSmall =
                    i > 0 && isUpper(name.charAt(i - 1)) && i + 1 < name.length() && isLower(name.charAt(i + 1));
            if (isUpper(c) && (afterSmall || beforeSmall)) {
                snake.append('_');
            }
            snake.append(Character.toUpperCase(c));
        }
        return snake.toString();
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
