package io.samehost.bench.cli;

import io.samehost.bench.report.RenderedReport;
import io.samehost.bench.saved.SavedReport;
import io.samehost.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the page and the files beside it from a saved run, without measuring. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        headerHeading =
                "Examples:%n" + "  bench report before/report.json%n" + "  bench report result.json --report page%n%n",
        header = "Writes index.html, report.md, report.csv and hgrm/ of a saved run, and says its answer.",
        exitCodeList = {"0:written", "2:usage, or FILE could not be read or its page not written"})
final class ReportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "A report.json, or what --json wrote.")
    private Path file;

    @Option(names = "--report", paramLabel = "DIRECTORY", description = "Where to write (default: beside FILE).")
    private Optional<Path> directory = Optional.empty();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        CommandLine commandLine = spec.commandLine();
        try {
            SavedReport report = SavedReport.read(file);
            RenderedReport rendered =
                    new RenderedReport(directory.orElse(file.toAbsolutePath().getParent()));
            rendered.write(report);
            commandLine.getOut().println(report.answer());
            commandLine.getErr().println("report: " + rendered.page());
            return ExitCode.DONE;
        } catch (IOException | IllegalArgumentException e) {
            commandLine.getErr().println("bench: " + e);
            return ExitCode.USAGE;
        }
    }
}
