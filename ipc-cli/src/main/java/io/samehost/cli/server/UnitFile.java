package io.samehost.cli.server;

import io.samehost.address.Address;
import io.samehost.address.TcpAddress;
import io.samehost.address.UnixAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The units of systemd for a server: systemd listens at the addresses, and starts the server with the sockets when somebody
 * connects.
 */
enum UnitFile {
    SOCKET {
        @Override
        String text(List<String> arguments, ServeOptions options) throws IOException {
            StringBuilder text = new StringBuilder(
                    "[Unit]\nDescription=Sockets of ipc-server " + arguments.get(0) + "\n\n[Socket]\n");
            for (Address address : options.addresses()) {
                text.append("ListenStream=").append(stream(address)).append('\n');
            }
            options.backlog()
                    .ifPresent(most -> text.append("Backlog=").append(most).append('\n'));
            return text + "SocketMode=" + options.modeText()
                    + "\nDirectoryMode=0700\n\n[Install]\nWantedBy=sockets.target\n";
        }
    },
    SERVICE {
        @Override
        String text(List<String> arguments, ServeOptions options) {
            return "[Unit]\nDescription=ipc-server " + arguments.get(0) + "\n\n[Service]\nType=notify\nExecStart="
                    + command(arguments)
                    + "\nWorkingDirectory="
                    + escaped(Path.of("").toAbsolutePath().toString())
                    // a signal that ends a JVM is its exit status
                    + "\nSuccessExitStatus=143\nRestart=on-failure\nWatchdogSec=30\n";
        }
    };

    /** The launcher of this program, as it tells of itself. */
    private static final String LAUNCHER = "samehost.command";

    /** Options that the socket unit takes over, with their values. */
    private static final List<String> OF_SOCKET = List.of("-l", "--listen", "--mode", "--backlog", "--print-unit");

    /** The whole unit. */
    abstract String text(List<String> arguments, ServeOptions options) throws IOException;

    static UnitFile parse(String text) {
        for (UnitFile unit : values()) {
            if (unit.name().toLowerCase(Locale.ROOT).equals(text)) {
                return unit;
            }
        }
        throw new IllegalArgumentException("unknown unit: --print-unit=" + text + ", use socket or service");
    }

    private static String stream(Address address) throws IOException {
        if (address instanceof UnixAddress unix) {
            return unix.isAbstract()
                    ? "@" + unix.name()
                    : escaped(Path.of(unix.name()).toAbsolutePath().normalize().toString());
        }
        if (address instanceof TcpAddress tcp && tcp.port() != 0) {
            return tcp.resolve().get(0).toString().replaceFirst("^.*/", "");
        }
        throw new IllegalArgumentException("systemd cannot listen there for this server: address=" + address
                + ", use unix:PATH, unix:@NAME or tcp:PORT");
    }

    private static String command(List<String> arguments) {
        List<String> words = new ArrayList<>();
        String launcher = System.getProperty(LAUNCHER, "");
        if (launcher.isEmpty()) {
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.addAll(List.of("-cp", System.getProperty("java.class.path"), IpcServer.class.getName()));
        } else {
            words.add(launcher);
        }
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            if (OF_SOCKET.contains(argument)) {
                i++;
            } else if (OF_SOCKET.stream().noneMatch(option -> isJoined(argument, option))) {
                words.add(argument);
            }
            if (argument.equals("--")) {
                words.addAll(arguments.subList(i + 1, arguments.size()));
                break;
            }
        }
        return words.stream().map(UnitFile::quoted).collect(Collectors.joining(" "));
    }

    /** True for {@code --listen=ADDRESS} and {@code -lADDRESS}. */
    private static boolean isJoined(String argument, String option) {
        return argument.startsWith(option.startsWith("--") ? option + "=" : option);
    }

    /** As systemd.syntax(7) has it. */
    private static String quoted(String word) {
        String escaped = escaped(word).replace("$", "$$");
        return escaped.matches("[A-Za-z0-9_@%+=:,./-]+")
                ? escaped
                : '"' + escaped.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String escaped(String text) {
        return text.replace("%", "%%");
    }
}
