package greeter;

import io.samehost.server.Server;
import io.samehost.server.handler.Incoming;
import io.samehost.server.handler.Outgoing;
import io.samehost.server.handler.ServerRequest;
import io.samehost.server.handler.ServerStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Greets, on the address of its argument, such as {@code unix:./greeter.sock}, until it is killed. */
public final class GreeterService implements Greeter {
    @Override
    public Greeting greet(Person person, ServerRequest call) {
        return Greeting.newBuilder().setText("Hello, " + person.getName() + "!").build();
    }

    @Override
    public void repeat(Repetition request, Outgoing<Greeting> answers) throws Exception {
        for (int i = 0; i < request.getTimes(); i++) {
            answers.send(greet(request.getPerson(), answers.request()));
        }
    }

    @Override
    public Greeting welcome(Incoming<Person> people) {
        List<String> names = new ArrayList<>();
        people.forEach(person -> names.add(person.getName()));
        return Greeting.newBuilder().setText("Hello, " + String.join(", ", names) + "!").build();
    }

    @Override
    public void meet(ServerStream<Person, Greeting> people) throws Exception {
        for (Person person : people) {
            people.send(greet(person, people.request()));
        }
    }

    public static void main(String[] args) throws Exception {
        Server server = Server.builder().listen(args[0]).add(new GreeterService()).start();
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
