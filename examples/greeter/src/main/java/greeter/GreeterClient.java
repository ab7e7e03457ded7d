package greeter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.samehost.client.CallException;
import io.samehost.client.Client;
import java.io.IOException;

/** Asks a greeter for one greeting: the first argument is its address, the second a name. */
public final class GreeterClient {
    private GreeterClient() {}

    static String greet(String address, String name) throws IOException, CallException {
        try (Client client = Client.connect(address)) {
            return new String(client.call("greeter.Greeter", "Greet", name.getBytes(UTF_8)), UTF_8);
        }
    }

    public static void main(String[] args) throws Exception {
        System.out.println(greet(args[0], args[1]));
    }
}
