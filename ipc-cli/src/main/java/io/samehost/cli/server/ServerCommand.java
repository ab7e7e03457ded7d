package io.samehost.cli.server;

import io.samehost.cli.Picocli;
import io.samehost.cli.ProgramCommand;
import io.samehost.server.EngineKind;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code ipc-server} as picocli has it. */
@Command(
        name = "ipc-server",
        subcommands = {
            HelloCommand.class,
            EchoCommand.class,
            ChatServiceCommand.class,
            ExecCommand.class,
            RpcCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        headerHeading = "Examples:%n  ipc-server hello -l unix:./hello.sock -l tcp:3490   \"Hello, world!\" on two"
                + " addresses%n  ipc-server echo -l unix:./echo.sock                 then: nc -U ./echo.sock%n  ipc-server"
                + " chat -l unix:./chat.sock                 then, in several terminals: nc -U ./chat.sock%n  ipc-server"
                + " exec -l unix:./date.sock -- date         a process for each connection%n  ipc-server rpc -l"
                + " unix:./rpc.sock --engine loop     then: ipc-client ping unix:./rpc.sock%n%n",
        header = "Serves programs on this machine, over AF_UNIX, TCP and UDP loopback.",
        exitCodeList = {
            "1:a bug of ours",
            "2:usage",
            "3:could not bind",
            "4:no permission",
            "130, 143:after Ctrl-C and SIGTERM: both drain, a second Ctrl-C stops now",
        })
final class ServerCommand extends ProgramCommand {
    ServerCommand() {}

    static int run(String[] arguments) {
        return Picocli.execute(commandLine(), arguments);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = Picocli.commandLine(new ServerCommand(), ServerFailure::of);
        Picocli.converter(commandLine, EngineKind.class, ServeOptions::engine);
        Picocli.converter(commandLine, CommandMethod.class, CommandMethod::parse);
        return commandLine;
    }
}
