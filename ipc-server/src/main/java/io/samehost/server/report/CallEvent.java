package io.samehost.server.report;

import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** Its duration is that of the handler. Fields are read by the recorder. */
@Name("io.samehost.ServerCall")
@Label("Server Call")
@Description("A call or stream that a samehost server has answered; the duration is that of its handler")
final class CallEvent extends PeerEvent {
    @Label("Service")
    String service;

    @Label("Method")
    String method;

    @Label("Stream")
    boolean stream;

    @Label("Status")
    String status;

    @Label("Message")
    String message;

    @Label("Received")
    @DataAmount
    long receivedBytes;

    @Label("Sent")
    @DataAmount
    long sentBytes;
}
