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
        try (Server server = start(args)) {
            System.out.println("greeting on " + server.addresses());
            Thread.currentThread().join();
        }
    }
}
