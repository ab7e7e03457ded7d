package io.samehost.protobuf;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Versions of the generator and of this library, whose own stands in a file that the build fills in. */
final class Version {
    private Version() {}

    static String text() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * True if code of the generator may be used with the library, by the rules of semantic versions: the major number is the
     * same, and the library is not older in its minor number. Before 1.0 the minor number is the same too.
     */
    static boolean fits(String generator, String library) {
        if (generator.equals(library)) {
            return true;
        }
        int[] code = numbers(generator);
        int[] own = numbers(library);
        return code[0] == own[0] && (own[0] == 0 ? code[1] == own[1] : code[1] <= own[1]);
    }

    /** Major and minor number. */
    private static int[] numbers(String version) {
        String[] parts = version.split("[.-]", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException("not a version: text=" + version);
        }
        return new int[] {Integer.parseInt(parts[0]), Integer.parseInt(parts[1])};
    }
}
