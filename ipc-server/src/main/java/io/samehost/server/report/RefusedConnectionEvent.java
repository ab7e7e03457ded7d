package io.samehost.server.report;

import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Fields are read by the recorder. */
@Name("io.samehost.RefusedConnection")
@Label("Refused Connection")
@Description("A peer whose user may not connect to a samehost server")
final class RefusedConnectionEvent extends PeerEvent {
    @Label("Address")
    String address;
}
