package io.samehost.transport;

import io.samehost.address.Address;
import io.samehost.address.ConnectFailedException;
import io.samehost.address.TcpAddress;
import io.samehost.fixture.FreePort;
import java.nio.file.Path;

final class TcpIpv4TransportTest extends TransportContract {

    @Override
    Address address(Path directory) {
        return new TcpAddress("127.0.0.1", FreePort.on("127.0.0.1"));
    }

    @Override
    String provider() {
        return "jdk";
    }

    @Override
    ConnectFailedException.Reason absence() {
        return ConnectFailedException.Reason.REFUSED;
    }
}
