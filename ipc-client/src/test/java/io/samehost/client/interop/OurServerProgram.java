package io.samehost.client.interop;

import io.samehost.fixture.peer.PeerServer;
import io.samehost.server.EngineKind;
import io.samehost.server.Server;
import java.nio.file.Path;
import java.util.List;

/** Our server in a process of its own, so that it can be killed. Arguments: address, engine. */
final class OurServerProgram {
    private OurServerProgram() {}

    static PeerServer start(String address, EngineKind engine) throws Exception {
        return PeerServer.start(command(address, engine));
    }

    static List<String> command(String address, EngineKind engine) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OurServerProgram.class.getName(),
                address,
                engine.name());
    }

    public static void main(String[] arguments) throws Exception {
        Server server = PeerService.addTo(Server.builder(), System.out::println)
                .listen(arguments[0])
                .engine(EngineKind.valueOf(arguments[1]))
                .start();
        System.out.println("listening\t" + server.addresses().get(0));
        // Ends with its starter, however that ends.
        System.in.readAllBytes();
        server.close();
    }
}
