package io.samehost.server.report;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** Made at the end of the connection, which may have begun before the recording. Fields are read by the recorder. */
@Name("io.samehost.ServerConnection")
@Label("Server Connection")
@Description("A connection of a samehost server that has ended")
@Category("samehost")
@StackTrace(false)
final class ConnectionEvent extends Event {
    @Label("Address")
    String address;

    @Label("Peer's User")
    @Description("-1 where the system does not tell")
    long uid;

    @Label("Peer's Process")
    @Description("-1 where the system does not tell")
    long pid;

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
