package greeter;

import io.samehost.client.Client;

/** Asks a greeter for one greeting: the first argument is its address, the second a name. */
public final class GreeterCommand {
    private GreeterCommand() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.connect(args[0])) {
            Person person = Person.newBuilder().setName(args[1]).build();
            System.out.println(GreeterClient.of(client).greet(person).getText());
        }
    }
}
