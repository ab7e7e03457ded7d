package io.samehost.bench.load;

import io.samehost.address.Address;
import io.samehost.address.ListenFailedException;
import io.samehost.bench.load.raw.DatagramEcho;
import io.samehost.bench.load.raw.SinkService;
import io.samehost.bench.load.raw.SpinningEcho;
import io.samehost.bench.load.raw.WholeEchoService;
import io.samehost.bench.load.rpc.BenchService;
import io.samehost.bench.process.ParentLine;
import io.samehost.bench.process.UnavailableException;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import io.samehost.bench.scenario.Wait;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import io.samehost.server.ServerBuilder;
import io.samehost.server.handler.RequestHandler;
import io.samehost.server.handler.ServerInterceptor;
import io.samehost.server.raw.EchoService;
import io.samehost.server.session.RawService;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/** The measured server process: {@code BenchServer SCENARIO ADDRESS}. Serves until its parent has gone. */
public final class BenchServer {
    private BenchServer() {}

    public static void main(String[] args) throws InterruptedException {
        ParentLine parent = ParentLine.open();
        Scenario scenario = Scenario.parse(args);
        try {
            serve(scenario, args[args.length - 1], parent);
        } catch (IOException | RuntimeException e) {
            parent.fail(e);
        }
    }

    /** @throws UnavailableException if it cannot listen: the socket file is new and any port will do, so it never can */
    private static void serve(Scenario scenario, String address, ParentLine parent)
            throws IOException, InterruptedException {
        try (Serving serving = serving(scenario, address)) {
            parent.say("ready", serving.address().toString());
            parent.next();
        } catch (ListenFailedException e) {
            throw new UnavailableException(e.getMessage(), e);
        }
    }

    /** A server of any kind. */
    private record Serving(Address address, Closeable server) implements Closeable {
        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static Serving serving(Scenario scenario, String address) throws IOException {
        if (scenario.layer() == Layer.RAW && scenario.transport().isDatagram()) {
            DatagramEcho echo = DatagramEcho.start(address, scenario.waiting());
            return new Serving(echo.address(), echo);
        }
        if (scenario.layer() == Layer.RAW && scenario.waiting() == Wait.SPINNING) {
            SpinningEcho echo = SpinningEcho.start(address, scenario.buffers());
            return new Serving(echo.address(), echo);
        }
        Server server = start(scenario, address);
        return new Serving(server.addresses().get(0), server);
    }

    /** Sends back what it gets, or only counts it. */
    public static Server start(Scenario scenario, String address) throws IOException {
        ServerBuilder builder = Server.builder()
                .listen(address)
                .engine(EngineKind.valueOf(scenario.engine().name()))
                .spin(scenario.layer().isRpc() ? scenario.waiting().spin() : Duration.ZERO)
                .backlog(Scenario.MOST_CONNECTIONS)
                .maxConnections(2 * Scenario.MOST_CONNECTIONS);
        if (scenario.transport() == MeasuredTransport.UDP) {
            builder.allowAnyUser(); // UDP does not know its senders
        }
        if (!scenario.buffers().isDefault()) {
            builder.socketBuffers(scenario.buffers().bytes());
        }
        if (scenario.layer() == Layer.RPC_INTERCEPTED) {
            builder.intercept(new ServerInterceptor() {});
        }
        Delay delay = Delay.ofThisProcess();
        if (scenario.layer() == Layer.RAW) {
            builder.raw(delay.beforeService(raw(scenario)));
        } else {
            RequestHandler echo = delay.beforeHandler(request -> request.payload());
            BenchService.add(
                    builder,
                    echo,
                    scenario.layer() != Layer.RPC_DEFAULT,
                    scenario.size().bytes());
        }
        return builder.start();
    }

    private static RawService raw(Scenario scenario) {
        int sizeBytes = scenario.size().bytes();
        if (scenario.pattern() == Pattern.STREAM) {
            return new SinkService(sizeBytes);
        }
        return scenario.isEchoedWhole() ? new WholeEchoService(sizeBytes) : new EchoService();
    }
}
