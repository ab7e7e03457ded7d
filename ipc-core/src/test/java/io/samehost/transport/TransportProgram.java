package io.samehost.transport;

import io.samehost.address.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The other process in tests. Reads a command a line and answers each with a line: {@code listen ADDRESS MODE},
 * {@code connect ADDRESS MILLIS}, {@code lock PATH TIMES}, {@code close}. Ends with its input.
 */
final class TransportProgram {
    private final List<AutoCloseable> open = new ArrayList<>();

    private TransportProgram() {}

    public static void main(String[] args) throws Exception {
        TransportProgram program = new TransportProgram();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        System.out.println("ready");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            System.out.println(program.run(command.split(" ", -1)));
        }
    }

    private String run(String[] words) throws Exception {
        try {
            switch (words[0]) {
                case "listen" -> {
                    int mode = Integer.parseInt(words[2], 8);
                    open.add(Transports.listen(Address.parse(words[1]), new ListenOptions(5, mode)));
                    return "listening";
                }
                case "connect" -> {
                    long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[2]));
                    SocketChannel channel = Transports.connect(Address.parse(words[1]), timeoutNanos);
                    open.add(channel);
                    return "connected " + PeerCredentials.of(channel).isPresent();
                }
                case "lock" -> {
                    return lockOften(Path.of(words[1]), Integer.parseInt(words[2]));
                }
                case "close" -> {
                    for (AutoCloseable opened : open) {
                        opened.close();
                    }
                    open.clear();
                    return "closed";
                }
                default -> throw new IllegalArgumentException(words[0]);
            }
        } catch (ListenFailedException e) {
            return e.reason() + " " + e.getMessage();
        } catch (ConnectFailedException e) {
            return e.reason() + " " + e.getMessage();
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Takes the lock so many times; a file that only the holder makes and removes shows if there are two. */
    private static String lockOften(Path socket, int times) throws IOException {
        Path marker = socket.resolveSibling("marker");
        int held = 0;
        while (held < times) {
            SocketLock lock;
            try {
                lock = SocketLock.acquire(socket);
            } catch (ListenFailedException e) {
                if (e.reason() != ListenFailedException.Reason.IN_USE) {
                    throw e;
                }
                continue;
            }
            try (lock) {
                Files.createFile(marker);
                Files.delete(marker);
                held++;
            }
        }
        return "held " + held;
    }
}
