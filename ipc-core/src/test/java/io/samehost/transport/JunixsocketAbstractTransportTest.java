package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.UnixAddress;
import io.samehost.address.UnixProvider;
import java.nio.file.Path;

final class JunixsocketAbstractTransportTest extends TransportContract {

    @Override
    Address address(Path directory) {
        return new UnixAddress(directory.toString(), true, UnixProvider.ANY);
    }

    @Override
    String provider() {
        return "junixsocket";
    }

    @Override
    ConnectFailedException.Reason absence() {
        return ConnectFailedException.Reason.REFUSED;
    }
}
