package io.samehost.command;

import io.samehost.transport.Transports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;

/** What -V prints. */
public final class Version {
    private Version() {}

    /** The version of the program, of the JDK, and who can open AF_UNIX sockets here. */
    public static String[] lines(String program) {
        List<String> providers = Transports.unixProviders();
        return new String[] {
            program + ' ' + number(),
            "JDK " + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vm.name") + ')',
            "AF_UNIX by " + (providers.isEmpty() ? "nobody, use tcp: addresses" : String.join(", ", providers)),
        };
    }

    private static String number() {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
