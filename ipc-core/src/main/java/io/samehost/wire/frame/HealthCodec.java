package io.samehost.wire.frame;

import java.nio.ByteBuffer;

/**
 * The messages of {@code grpc.health.v1}, by which a caller asks whether a service works:
 *
 * <pre>
 *  HealthCheckRequest  { string service = 1; }
 *  HealthCheckResponse { ServingStatus status = 1; }
 * </pre>
 */
public final class HealthCodec {
    private static final int SERVICE = ProtoReader.tagOf(1, ProtoReader.LENGTH_DELIMITED);
    private static final byte STATUS = (byte) ProtoReader.tagOf(1, ProtoReader.VARINT);

    private HealthCodec() {}

    /** Whether a service works. */
    public enum Health {
        SERVING(1),
        NOT_SERVING(2),
        /** Told by Watch alone: Check fails instead. */
        SERVICE_UNKNOWN(3);

        private final byte number;

        Health(int number) {
            this.number = (byte) number;
        }

        /** A response with this status; the array is the caller's. */
        public byte[] response() {
            return new byte[] {STATUS, number};
        }
    }

    /** A request for a service, or with an empty name for the whole server. {@code samehost.Server/Schema} has the same. */
    public static byte[] request(String service) {
        if (service.isEmpty()) {
            return new byte[0];
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(ProtoWriter.stringFieldSize(SERVICE, service)));
        ProtoWriter.putStringField(out, SERVICE, service);
        return out.array();
    }

    /** The service that a request asks for; an empty name asks for the whole server. */
    public static String service(byte[] request) throws MalformedEnvelopeException {
        ProtoReader reader = new ProtoReader();
        ByteBuffer in = ByteBuffer.wrap(request);
        String service = "";
        while (in.hasRemaining()) {
            int tag = reader.tag(in);
            if (tag == SERVICE) {
                service = reader.string(in);
            } else {
                reader.skip(tag, in);
            }
        }
        return service;
    }
}
