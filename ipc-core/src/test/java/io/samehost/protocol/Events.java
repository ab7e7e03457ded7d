package io.samehost.protocol;

import io.samehost.wire.ProtocolException;
import io.samehost.wire.frame.EncodedFrame;
import io.samehost.wire.frame.Frames;
import io.samehost.wire.frame.Pieces;
import io.samehost.wire.frame.Request;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Puts into words the events that bytes cause on either side. A connection that has to be closed ends with "broken". */
final class Events {
    private Events() {}

    static List<String> of(ServerProtocol server, Pieces pieces) throws Exception {
        List<String> events = new ArrayList<>();
        pieces.into(in -> events.addAll(of(server, in)));
        return events;
    }

    static List<String> of(ClientProtocol client, Pieces pieces) throws Exception {
        List<String> events = new ArrayList<>();
        pieces.into(in -> events.addAll(of(client, in)));
        return events;
    }

    static List<String> of(ServerProtocol server, byte[] bytes) {
        return of(server, ByteBuffer.wrap(bytes));
    }

    static List<String> of(ClientProtocol client, byte[] bytes) {
        return of(client, ByteBuffer.wrap(bytes));
    }

    static List<String> of(ClientProtocol client, EncodedFrame frame) {
        return of(client, Frames.bytes(frame));
    }

    static List<String> of(ServerProtocol server, ByteBuffer in) {
        List<String> events = new ArrayList<>();
        try {
            ServerEvent event = server.receive(in);
            while (!(event instanceof ServerEvent.NeedData)) {
                events.add(inWords(event));
                event = server.receive(in);
            }
        } catch (ProtocolException e) {
            events.add("broken " + e.getMessage());
        }
        return events;
    }

    static List<String> of(ClientProtocol client, ByteBuffer in) {
        List<String> events = new ArrayList<>();
        try {
            ClientEvent event = client.receive(in);
            while (!(event instanceof ClientEvent.NeedData)) {
                events.add(inWords(event));
                event = client.receive(in);
            }
        } catch (ProtocolException e) {
            events.add("broken " + e.getMessage());
        }
        return events;
    }

    private static String inWords(ServerEvent event) {
        if (event instanceof ServerEvent.RequestReceived received) {
            Request request = received.request();
            return "request " + id(received.streamId()) + " " + received.kind() + " " + request.service() + "/"
                    + request.method() + text(request.own().payload());
        }
        if (event instanceof ServerEvent.MessageReceived received) {
            return "message " + id(received.streamId())
                    + text(received.message().bytes());
        }
        if (event instanceof ServerEvent.RemoteClosed closed) {
            return "closed " + id(closed.streamId());
        }
        ServerEvent.Refused refused = (ServerEvent.Refused) event;
        return "refused " + id(refused.streamId()) + " " + refused.status();
    }

    private static String inWords(ClientEvent event) {
        if (event instanceof ClientEvent.ResponseReceived received) {
            return "response " + id(received.streamId()) + " "
                    + received.response().status() + text(received.response().bytes());
        }
        if (event instanceof ClientEvent.MessageReceived received) {
            return "message " + id(received.streamId())
                    + text(received.message().bytes());
        }
        if (event instanceof ClientEvent.RemoteClosed closed) {
            return "closed " + id(closed.streamId());
        }
        ClientEvent.Dropped dropped = (ClientEvent.Dropped) event;
        return "dropped " + id(dropped.streamId());
    }

    private static String id(int streamId) {
        return Integer.toUnsignedString(streamId);
    }

    private static String text(byte[] bytes) {
        return " '" + new String(bytes, StandardCharsets.ISO_8859_1) + "'";
    }
}
