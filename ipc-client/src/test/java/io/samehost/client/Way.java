package io.samehost.client;

import io.samehost.address.Address;
import java.nio.file.Path;

/** How a connection can come about: every family and provider. */
enum Way {
    UNIX_JDK("unix:%s/s?provider=jdk"),
    UNIX_JUNIXSOCKET("unix:%s/s?provider=junixsocket"),
    UNIX_ABSTRACT("unix:@%s"),
    TCP_IPV4("tcp:127.0.0.1:0"),
    TCP_IPV6("tcp:[::1]:0");

    private final String pattern;

    Way(String pattern) {
        this.pattern = pattern;
    }

    /** An address that nobody serves, since nobody else has this directory. */
    Address in(Path directory) {
        return Address.parse(String.format(pattern, directory));
    }
}
