package io.samehost.cli.client;

import io.samehost.cli.Picocli;
import io.samehost.cli.ProgramCommand;
import io.samehost.cli.client.call.CallCommand;
import io.samehost.cli.client.call.FloodCommand;
import io.samehost.cli.client.call.PingCommand;
import io.samehost.cli.client.connect.ClientFailure;
import io.samehost.cli.client.describe.DescribeCommand;
import io.samehost.cli.client.describe.ListCommand;
import io.samehost.cli.client.doctor.DoctorCommand;
import io.samehost.cli.client.get.FilesCommand;
import io.samehost.cli.client.get.GetCommand;
import io.samehost.cli.client.raw.ChatCommand;
import io.samehost.cli.client.raw.RawCommand;
import io.samehost.cli.client.tool.LogCommand;
import io.samehost.cli.client.tool.PruneCommand;
import io.samehost.cli.client.tool.PsCommand;
import io.samehost.cli.client.tool.StatusCommand;
import io.samehost.cli.client.tool.StopCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code ipc-client} as picocli has it. */
@Command(
        name = "ipc-client",
        subcommands = {
            RawCommand.class,
            CallCommand.class,
            PingCommand.class,
            ListCommand.class,
            DescribeCommand.class,
            GetCommand.class,
            FilesCommand.class,
            ChatCommand.class,
            FloodCommand.class,
            PsCommand.class,
            StatusCommand.class,
            StopCommand.class,
            LogCommand.class,
            PruneCommand.class,
            DoctorCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        headerHeading =
                "Examples:%n"
                        + "  ipc-client raw tcp:3490                                     bytes there and back, like nc%n"
                        + "  ipc-client call unix:./rpc.sock samehost.Echo/Echo -d hi    one call%n"
                        + "  ipc-client ping unix:./rpc.sock -c 10                       how fast is it?%n"
                        + "  ipc-client get unix:./rpc.sock report.pdf                   a file of ipc-server rpc --files%n"
                        + "  ipc-client files unix:./rpc.sock                            which files there are%n"
                        + "  ipc-client chat unix:./chat.sock                            talk to whoever is there%n"
                        + "  ipc-client flood unixgram:./rpc.gram --count 100000         how many datagrams arrive?%n"
                        + "  ipc-client doctor                                           what works here, and what does not?%n%n",
        header = "Talks to servers on this machine, over AF_UNIX, TCP and UDP loopback.",
        description = {"", "Without ADDRESS the one in IPC_ADDRESS is used."},
        exitCodeList = {
            "0:done",
            "1:a bug of ours",
            "2:usage",
            "3:could not connect",
            "4:wrong user or no permission",
            "5:the server broke the protocol",
            "64+N:the call ended with status N: 69 not found, 78 unavailable or connection lost",
            "130, 143:ended by a signal",
        })
final class ClientCommand extends ProgramCommand {
    ClientCommand() {}

    static int run(String[] arguments) {
        return Picocli.execute(commandLine(), arguments);
    }

    static CommandLine commandLine() {
        return Picocli.commandLine(new ClientCommand(), ClientFailure::of);
    }
}
