package io.samehost.server.report;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** Made at the end of the connection, which may have begun before the recording. Fields are read by the recorder. */
@Name("io.samehost.ServerConnection")
@Label("Server Connection")
@Description("A connection of a samehost server that has ended")
final class ConnectionEvent extends PeerEvent {
    @Label("Address")
    String address;

    @Label("Received")
    @DataAmount
    long receivedBytes;

    @Label("Sent")
    @DataAmount
    long sentBytes;

    @Label("Lifetime")
    @Timespan
    long lifetime;
}
