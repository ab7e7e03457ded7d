package io.samehost.cli.client.connect;

import io.samehost.address.Address;
import io.samehost.cli.DefaultAddress;
import io.samehost.cli.TalkOptions;
import io.samehost.client.ClientConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for reaching the server, which most subcommands share. */
public final class ConnectOptions {
    public static final String WAIT = "Try again for so long while there is no server yet: 500ms, 5s, 2m (default: 0).";

    public static final String ANY_ADDRESS = "unix:PATH, tcp:[HOST:]PORT, udp:[HOST:]PORT or unixgram:PATH.";

    @Option(names = "--wait", paramLabel = "TIME", description = WAIT)
    private Duration wait = Duration.ZERO;

    @Option(names = ServerUsers.OPTION, paramLabel = "USER", split = ",", description = ServerUsers.DESCRIPTION)
    private List<String> serverUsers = new ArrayList<>();

    @Mixin
    private final TalkOptions talk = new TalkOptions();

    public TalkOptions talk() {
        return talk;
    }

    public ClientConfig config() {
        return ServerUsers.allow(ClientConfig.DEFAULT.withWaitForServer(wait), serverUsers);
    }

    public Duration patience() {
        return wait;
    }

    public static Address orDefault(Optional<Address> address) {
        return address.orElseGet(() -> DefaultAddress.from(System.getenv()));
    }
}
