package io.samehost.cli.client.connect;

import io.samehost.address.Address;
import io.samehost.address.UdpAddress;
import io.samehost.cli.OptionValue;
import io.samehost.client.ClientConfig;
import java.util.List;
import java.util.Optional;

/** Users named by {@code --server-user}: a client speaks to their servers, beside those of its own user. */
public final class ServerUsers {
    public static final String OPTION = "--server-user";

    public static final String DESCRIPTION =
            "Also speak to a server of this user, a name or uid; any: of whomever. May be given again.";

    /** Asks nobody whose the server is. */
    private static final String ANY = "any";

    private ServerUsers() {}

    /**
     * These settings for these users.
     *
     * @throws IllegalArgumentException if there is no such user
     */
    public static ClientConfig allow(ClientConfig config, List<String> users) {
        ClientConfig allowed = config;
        for (String user : users) {
            allowed = user.equals(ANY) ? allowed.withAnyServerUser() : alsoAllow(allowed, user);
        }
        return allowed;
    }

    private static ClientConfig alsoAllow(ClientConfig config, String user) {
        return OptionValue.of(OPTION, () -> config.withServerUser(user));
    }

    /** @throws IllegalArgumentException if the address proves no user, and not any will do */
    static void requireProvable(Address server, ClientConfig config) {
        if (server instanceof UdpAddress && !config.serverUsers().permits(Optional.empty())) {
            throw new IllegalArgumentException("udp proves nothing about who answers: address=" + server + ", say "
                    + OPTION + " " + ANY + " if any user's server will do, or use unixgram:");
        }
    }
}
