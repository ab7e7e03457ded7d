package io.samehost.client.cli;

import io.samehost.address.Address;
import io.samehost.client.ClientConfig;
import io.samehost.command.DefaultAddress;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How to reach the server: what most subcommands share. */
final class ServerOptions {
    static final String WAIT = "Try again for so long while there is no server yet: 500ms, 5s, 2m.";

    static final String ANY_ADDRESS = "unix:PATH, tcp:[HOST:]PORT, udp:[HOST:]PORT or unixgram:PATH.";

    @Option(names = "--wait", paramLabel = "TIME", description = WAIT)
    private Duration wait = Duration.ZERO;

    @Mixin
    private final TalkOptions talk = new TalkOptions();

    TalkOptions talk() {
        return talk;
    }

    ClientConfig config() {
        return ClientConfig.DEFAULT.withWaitForServer(wait);
    }

    Duration patience() {
        return wait;
    }

    static Address orDefault(Optional<Address> address) {
        return address.orElseGet(() -> DefaultAddress.from(System.getenv()));
    }
}
