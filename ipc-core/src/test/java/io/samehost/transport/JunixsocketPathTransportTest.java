package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.UnixAddress;
import io.samehost.address.UnixProvider;
import java.nio.file.Path;

final class JunixsocketPathTransportTest extends TransportContract {

    @Override
    Address address(Path directory) {
        return new UnixAddress(directory.resolve("s").toString(), false, UnixProvider.JUNIXSOCKET);
    }

    @Override
    String provider() {
        return "junixsocket";
    }

    @Override
    ConnectFailedException.Reason absence() {
        return ConnectFailedException.Reason.MISSING;
    }
}
