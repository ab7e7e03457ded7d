package io.samehost.bench.load;

import io.samehost.bench.scenario.Latency;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.session.RawService;
import io.samehost.server.session.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * For tests of the benchmark itself: a server that takes longer than it should, in one transport, which a comparison must
 * find. {@code -Dsamehost.bench.delay=unix:20us} for the benchmark reaches its servers of that transport.
 */
public record Delay(long nanos) {
    public static final String PROPERTY = "samehost.bench.delay";

    /** The options for the command of a server; empty without a delay for its transport. */
    public static List<String> optionsFor(MeasuredTransport transport) {
        String[] wanted = System.getProperty(PROPERTY, "").split(":", 2);
        return wanted[0].equals(transport.label()) ? List.of("-D" + PROPERTY + '=' + wanted[1]) : List.of();
    }

    static Delay ofThisProcess() {
        String time = System.getProperty(PROPERTY, "");
        return new Delay(time.isEmpty() ? 0 : Latency.parse(time).nanos());
    }

    RequestHandler beforeHandler(RequestHandler handler) {
        return nanos == 0
                ? handler
                : request -> {
                    spin();
                    return handler.handle(request);
                };
    }

    RawService beforeService(RawService service) {
        return nanos == 0 ? service : connection -> new DelayedSession(this, service.open(connection));
    }

    private void spin() {
        long startNanos = System.nanoTime();
        while (System.nanoTime() - startNanos < nanos) {
            Thread.onSpinWait();
        }
    }

    private record DelayedSession(Delay delay, Session session) implements Session {
        @Override
        public void opened() {
            session.opened();
        }

        @Override
        public boolean isReady() {
            return session.isReady();
        }

        @Override
        public void received(ByteBuffer in) throws IOException {
            delay.spin();
            session.received(in);
        }

        @Override
        public void inputEnded() {
            session.inputEnded();
        }

        @Override
        public void drain() {
            session.drain();
        }

        @Override
        public void closed() {
            session.closed();
        }
    }
}
