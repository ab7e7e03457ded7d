package io.samehost.cli;

import io.samehost.transport.Transports;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The lines of {@code -V}, of a program and of its subcommands alike. */
public final class VersionLines implements IVersionProvider {
    private final String program;

    VersionLines(String program) {
        this.program = program;
    }

    @Override
    public String[] getVersion() {
        return of(program);
    }

    /** The version of the program, of the JDK, and who can open AF_UNIX sockets here. */
    public static String[] of(String program) {
        List<String> providers = Transports.unixProviders();
        return new String[] {
            program + ' ' + number(),
            "JDK " + System.getProperty("java.runtime.version") + " (" + System.getProperty("java.vm.name") + ')',
            "AF_UNIX by " + (providers.isEmpty() ? "nobody, use tcp: addresses" : String.join(", ", providers)),
        };
    }

    private static String number() {
        try (InputStream in = VersionLines.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
