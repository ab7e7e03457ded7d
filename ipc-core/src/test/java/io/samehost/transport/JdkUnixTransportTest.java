package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.UnixAddress;
import io.samehost.address.UnixProvider;
import java.nio.file.Path;

final class JdkUnixTransportTest extends TransportContract {

    @Override
    Address address(Path directory) {
        return new UnixAddress(directory.resolve("s").toString(), false, UnixProvider.JDK);
    }

    @Override
    String provider() {
        return "jdk";
    }

    @Override
    ConnectFailedException.Reason absence() {
        return ConnectFailedException.Reason.MISSING;
    }
}
