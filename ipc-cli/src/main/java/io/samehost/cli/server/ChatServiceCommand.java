package io.samehost.cli.server;

import io.samehost.cli.TalkOptions;
import io.samehost.server.raw.ChatService;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ipc-server chat}. */
@Command(
        name = "chat",
        headerHeading = "Examples:%n"
                + "  ipc-server chat -l unix:./chat.sock -l tcp:0%n"
                + "  then: ipc-client chat unix:./chat.sock, nc -U ./chat.sock, socat - UNIX-CONNECT:./chat.sock%n%n",
        header = "The classic poll server: a line from one connection reaches all others.",
        description = {
            "",
            "Everybody is called USER#NUMBER until the line /name NAME changes USER.",
            "A member that stops reading is dropped, and delays nobody."
        })
final class ChatServiceCommand implements Callable<Integer>, TalkOptions.Speaker {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public TalkOptions talk() {
        return options.talk();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        return new Serving(options, spec).run(builder -> builder.raw(new ChatService()));
    }
}
