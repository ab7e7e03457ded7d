package io.samehost.client.report;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** Fields are read by the recorder. */
@Name("io.samehost.ClientCall")
@Label("Client Call")
@Description("A call or stream of a samehost client; the duration is what its caller waited for, behind interceptors")
@Category("samehost")
@StackTrace(false)
final class CallEvent extends Event {
    @Label("Service")
    String service;

    @Label("Method")
    String method;

    @Label("Stream")
    boolean stream;

    @Label("Status")
    @Description("UNAVAILABLE also if there was no connection to be had, or it was lost")
    String status;

    @Label("Message")
    String message;

    @Label("Sent")
    @DataAmount
    long sentBytes;

    @Label("Received")
    @DataAmount
    long receivedBytes;
}
