package io.samehost.cli.client.doctor;

import io.samehost.address.Address;
import io.samehost.address.UdpAddress;
import io.samehost.cli.ExitCode;
import io.samehost.cli.Failure;
import io.samehost.cli.client.connect.ClientFailure;
import io.samehost.cli.client.connect.RefusedException;
import io.samehost.cli.client.connect.ServerQuestion;
import io.samehost.cli.client.connect.ServerUsers;
import io.samehost.client.CallException;
import io.samehost.client.ClientConfig;
import io.samehost.client.ConnectionClosedException;
import io.samehost.transport.peer.PeerCredentials;
import io.samehost.wire.StatusCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The way to a server, step by step: each is taken only if the one before arrived. It connects once. The steps run one after the
 * other, on threads of their own.
 */
final class ServerSteps implements AutoCloseable {
    private static final byte[] NOTHING = {};
    private static final int CALLS = 20;
    private static final int CALL_BYTES = 64;
    private static final byte SERVING = 1;
    private static final String STUCK = "the server may be stuck or overloaded; --timeout gives it longer";

    private final Address address;
    private final ClientConfig config;
    private final Destination destination;
    private volatile Optional<Contact> contact = Optional.empty();

    ServerSteps(Address address, ClientConfig config, Duration timeout) {
        this.address = address;
        this.config = config.withConnectTimeout(timeout).withCallTimeout(timeout);
        this.destination = new Destination(address, !config.waitForServer().isZero());
    }

    List<Check> all() {
        return List.of(
                new Check("resolve", destination::resolve),
                new Check("connect", this::connect),
                new Check("peer", this::peer),
                new Check("version", this::version),
                new Check("health", this::health),
                new Check("call", this::call));
    }

    /** The meaning of what a step throws. */
    Finding failed(Throwable thrown) {
        if (thrown instanceof TimeoutException) {
            return Finding.broken("no answer in time", STUCK, ExitCode.ofStatus(StatusCode.DEADLINE_EXCEEDED));
        }
        Exception explained = thrown instanceof ConnectionClosedException closed && !ClientFailure.brokeProtocol(closed)
                ? RefusedException.orSame(closed, address, contact.flatMap(Contact::server))
                : null;
        Failure failure = ClientFailure.of(explained == null ? thrown : explained);
        return Finding.broken(failure.message(), fix(thrown, failure), failure.exitCode());
    }

    /** Where the text of the failure does not say it. */
    private static String fix(Throwable thrown, Failure failure) {
        if (failure.exitCode() == ExitCode.PROTOCOL) {
            return "it does not serve calls: ipc-client raw speaks to servers of bytes, ipc-server rpc serves calls";
        }
        if (thrown instanceof CallException call && call.status().code() == StatusCode.DEADLINE_EXCEEDED) {
            return STUCK;
        }
        return thrown instanceof ConnectionClosedException ? "look into the server's log" : "";
    }

    private Finding connect() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Contact made = Contact.make(address, config);
        contact = Optional.of(made);
        String took = Amount.ofNanos(System.nanoTime() - start);
        return Finding.ok(made.isStream() ? "connected in " + took : "a socket is there; datagrams connect to nobody");
    }

    /** Before anything is sent. */
    private Finding peer() {
        Contact made = contact.orElseThrow();
        if (!made.isStream()) {
            return address instanceof UdpAddress
                    ? Finding.note("udp proves nothing about who answers", "any user's server does, as you said")
                    : Finding.ok("the socket file is of a user whose servers may be asked");
        }
        Optional<PeerCredentials> server = made.server();
        if (!config.serverUsers().permits(server)) {
            return Finding.broken(
                    server.isEmpty()
                            ? "nobody can say whose the server is, nothing was sent"
                            : "the server is another user's, nothing was sent: serverUser="
                                    + server.get().user(),
                    "allow it with " + ServerUsers.OPTION + " "
                            + server.map(PeerCredentials::user).orElse("any"),
                    ExitCode.REFUSED);
        }
        return server.isEmpty()
                ? Finding.note("nobody can say whose the server is", "you let any user's be asked")
                : Finding.ok("user=" + server.get().user()
                        + (server.get().pid().isPresent()
                                ? " pid=" + server.get().pid().getAsInt()
                                : ""));
    }

    private Finding version() throws IOException, CallException {
        try {
            String info =
                    new String(contact.orElseThrow().call("samehost.Server", "Info", NOTHING), StandardCharsets.UTF_8);
            return Finding.ok(info.lines()
                    .filter(line -> !line.startsWith("address "))
                    .map(line -> line.replaceFirst(" ", "="))
                    .map(line -> line.startsWith("uptime=") ? line + "s" : line)
                    .collect(Collectors.joining(" ")));
        } catch (CallException e) {
            requireUnknown(e);
            return Finding.note("it does not tell, and is none of samehost's", "");
        }
    }

    private Finding health() throws IOException, CallException {
        try {
            byte[] answer = contact.orElseThrow().call("grpc.health.v1.Health", "Check", NOTHING);
            return answer.length > 0 && answer[answer.length - 1] == SERVING
                    ? Finding.ok("serving")
                    : Finding.broken(
                            "not serving: it is closing, or says that it is not well",
                            "start it again, or wait until it has recovered",
                            ExitCode.ofStatus(StatusCode.UNAVAILABLE));
        } catch (CallException e) {
            requireUnknown(e);
            return Finding.note("it does not tell", "");
        }
    }

    /** A server of others answers that it does not know the method, which takes as long. */
    private Finding call() throws IOException, CallException {
        long[] nanos = new long[CALLS];
        for (int i = 0; i < CALLS; i++) {
            long start = System.nanoTime();
            try {
                contact.orElseThrow().call("samehost.Echo", "Echo", new byte[CALL_BYTES]);
            } catch (CallException e) {
                requireUnknown(e);
            }
            nanos[i] = System.nanoTime() - start;
        }
        String first = Amount.ofNanos(nanos[0]);
        Arrays.sort(nanos);
        return Finding.ok("calls=" + CALLS + " bytes=" + CALL_BYTES + ", the first took " + first + ", the middle one "
                + Amount.ofNanos(nanos[CALLS / 2]) + "; ipc-client ping measures more");
    }

    private static void requireUnknown(CallException e) throws CallException {
        if (!ServerQuestion.isUnknown(e)) {
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        if (contact.isPresent()) {
            contact.get().close();
        }
    }
}
