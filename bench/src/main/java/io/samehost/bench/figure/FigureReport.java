package io.samehost.bench.figure;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.samehost.bench.output.Table;
import io.samehost.bench.output.Words;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.Placement;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * Figures with what they belong to.
 *
 * @param command repeats them
 * @param placement of the processes that called each other; commands whose start was measured ran anywhere
 * @param reading what the columns of medians and intervals hold
 * @param notes what a reader has to know, such as a limit of this machine that was hit
 */
public record FigureReport(
        String command,
        Environment environment,
        Placement placement,
        String reading,
        List<Figure> figures,
        List<String> notes) {

    /** How figures over rounds are read. */
    public static final String OF_ROUNDS =
            "Figures are medians over fresh pairs of processes; the interval of a ratio (x) holds its"
                    + " median in at least 94 of 100 cases with five rounds, that of anything else goes from the lowest round to the"
                    + " highest. --check fails where a limit is not kept.";

    private static final String LIMITS =
            " A limit is what this project asks of itself, on any machine: bench/RESULTS.md says how"
                    + " it did on one. A figure without one is there to be read.";

    /** What stands in the columns. */
    public String legend() {
        return figures.stream().anyMatch(Figure::isLimited) ? reading + LIMITS : reading;
    }

    /** True if every figure keeps its limit. */
    public boolean holds() {
        return figures.stream().allMatch(Figure::holds);
    }

    /**
     * Prints a table, what its columns mean, and where it was measured.
     *
     * @param width the columns that there are
     */
    public void print(int width, PrintWriter out) {
        Table table = new Table(1, List.of("", "figure", "interval", "unit", "limit", "kept"));
        figures.forEach(figure -> table.add(figure.cells()));
        for (List<String> part : table.parts(width)) {
            part.forEach(out::println);
        }
        out.println();
        Words.wrapped(legend(), width).forEach(out::println);
        out.println();
        notes.forEach(note -> Words.wrapped("note: " + note, width).forEach(out::println));
        String place = "on: " + environment.cpu() + ", processors=" + environment.processors() + ", "
                + environment.kernel() + ", " + environment.jdk() + ", pin=" + placement.label() + ", commit="
                + environment.commit();
        Words.wrapped(place, width).forEach(out::println);
        Words.command("repeat:", command, width).forEach(out::println);
        out.flush();
    }

    public void write(Path file) throws IOException {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("command", command).put("pin", placement.label());
        json.putObject("environment")
                .put("cpu", environment.cpu())
                .put("processors", environment.processors())
                .put("virtualMachine", environment.virtualMachine())
                .put("kernel", environment.kernel())
                .put("jdk", environment.jdk())
                .put("commit", environment.commit());
        ArrayNode said = json.putArray("notes");
        notes.forEach(said::add);
        ArrayNode rows = json.putArray("figures");
        for (Figure figure : figures) {
            ObjectNode row = rows.addObject()
                    .put("name", figure.name())
                    .put("value", figure.value())
                    .put("low", figure.interval().low())
                    .put("high", figure.interval().high())
                    .put("unit", figure.unit());
            figure.limit().ifPresent(most -> row.put("limit", most.toString()).put("kept", figure.holds()));
        }
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), json);
    }
}
