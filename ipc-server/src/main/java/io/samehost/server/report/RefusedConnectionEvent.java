package io.samehost.server.report;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Fields are read by the recorder. */
@Name("io.samehost.RefusedConnection")
@Label("Refused Connection")
@Description("A peer whose user may not connect to a samehost server")
@Category("samehost")
@StackTrace(false)
final class RefusedConnectionEvent extends Event {
    @Label("Address")
    String address;

    @Label("Peer's User")
    @Description("-1 where the system does not tell")
    long uid;

    @Label("Peer's Process")
    @Description("-1 where the system does not tell")
    long pid;
}
