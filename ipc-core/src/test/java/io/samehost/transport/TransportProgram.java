package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.ListenFailedException;
import io.samehost.address.TcpAddress;
import io.samehost.transport.files.LockTaker;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.transport.peer.PeerPolicy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The other process in tests. Reads a command a line and answers each with a line: {@code listen ADDRESS MODE},
 * {@code accept}, {@code connect ADDRESS MILLIS}, {@code whose ADDRESS}, {@code hit ADDRESS PORT}, {@code lock PATH TIMES},
 * {@code close}. Ends with its input.
 */
public final class TransportProgram {
    private final List<AutoCloseable> open = new ArrayList<>();

    private ListeningSocket listening;

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
                    listening = Transports.listen(Address.parse(words[1]), new ListenOptions(5, mode));
                    open.add(listening);
                    return "listening";
                }
                case "connect" -> {
                    long timeoutNanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(words[2]));
                    SocketChannel channel = Transports.connect(Address.parse(words[1]), timeoutNanos);
                    open.add(channel);
                    return "connected " + PeerCredentials.of(channel).isPresent();
                }
                case "accept" -> {
                    return accept();
                }
                case "whose" -> {
                    return whose(Address.parse(words[1]));
                }
                case "hit" -> {
                    return hit((TcpAddress) Address.parse(words[1]), Integer.parseInt(words[2]));
                }
                case "lock" -> {
                    return LockTaker.take(Path.of(words[1]), Integer.parseInt(words[2]));
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

    /** Accepts a connection; the answer is the user, the number and whether the same user is at the other end. */
    private String accept() throws IOException {
        SocketChannel channel = listening.channel().accept();
        open.add(channel);
        return text(PeerCredentials.of(channel));
    }

    /** Connects to a server; the answer is its user, the number and whether that is our own. */
    private static String whose(Address address) throws IOException {
        try (SocketChannel channel = Transports.connect(address, TimeUnit.SECONDS.toNanos(10))) {
            return text(PeerCredentials.ofServer(channel));
        }
    }

    private static String text(Optional<PeerCredentials> peer) {
        return peer.map(known -> known.user() + " " + known.uid().getAsInt()).orElse("unknown") + " "
                + PeerPolicy.sameUser().permits(peer);
    }

    /** Connects from a port, sends a request and resets the connection. */
    private static String hit(TcpAddress server, int fromPort) throws IOException {
        InetSocketAddress target = server.resolve().get(0);
        try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(target.getAddress(), fromPort));
            channel.connect(target);
            channel.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        return "hit";
    }
}
