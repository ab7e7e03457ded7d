package io.samehost.grpc;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.samehost.grpc.serving.ServedMethod;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Who calls from another machine: what {@code ServerRequest.peer} is on one machine. An interceptor may authorise by it:
 *
 * <pre>{@code
 * public ServerRequest prepare(ServerRequest request) throws StatusException {
 *     String name = GrpcPeer.current().flatMap(GrpcPeer::name).orElse("");
 *     if (!name.equals("CN=backup")) {
 *         throw new StatusException(StatusCode.PERMISSION_DENIED, "not for " + name);
 *     }
 *     return request;
 * }
 * }</pre>
 *
 * @param address where it connects from; empty if the transport does not tell
 * @param certificates those it proved to have, its own first; none without TLS, or if the server demands none
 */
public record GrpcPeer(Optional<SocketAddress> address, List<X509Certificate> certificates) {
    public GrpcPeer {
        certificates = List.copyOf(certificates);
    }

    /** The client whose call runs on this thread, or on this context of gRPC; empty if it did not come by gRPC. */
    public static Optional<GrpcPeer> current() {
        Attributes connection = ServedMethod.CONNECTION.get();
        if (connection == null) {
            return Optional.empty();
        }
        return Optional.of(new GrpcPeer(
                Optional.ofNullable(connection.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)),
                Optional.ofNullable(connection.get(Grpc.TRANSPORT_ATTR_SSL_SESSION))
                        .map(GrpcPeer::certificatesOf)
                        .orElse(List.of())));
    }

    private static List<X509Certificate> certificatesOf(SSLSession session) {
        try {
            Certificate[] certificates = session.getPeerCertificates();
            return Arrays.stream(certificates)
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // it has shown none
        }
    }

    /** The subject of its certificate, as {@code CN=backup,O=Example}. */
    public Optional<String> name() {
        return certificates.stream()
                .findFirst()
                .map(certificate -> certificate.getSubjectX500Principal().getName());
    }
}
