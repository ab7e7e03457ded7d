package greeter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.samehost.server.Server;
import java.io.IOException;

/** Serves greetings on the addresses of its arguments, such as {@code unix:./greeter.sock}, until it is killed. */
public final class GreeterServer {
    private GreeterServer() {}

    static Server start(String... addresses) throws IOException {
        var builder = Server.builder()
                .handle(
                        "greeter.Greeter",
                        "Greet",
                        request -> ("Hello, " + new String(request.payload(), UTF_8) + "!").getBytes(UTF_8));
        for (String address : addresses) {
            builder.listen(address);
        }
        return builder.start();
    }

    public static void main(String[] args) throws Exception {
        Server server = start(args);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
        System.out.println("greeting on " + server.addresses()); // the server keeps the program alive
    }

    /** Lets calls end, and removes the socket file. */
    private static void close(Server server) {
        try {
            server.close();
        } catch (IOException e) {
            System.err.println("server did not close well: " + e);
        }
    }
}
