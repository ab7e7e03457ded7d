package io.samehost.bench.plan;

import io.samehost.bench.scenario.BufferSize;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The wishes of a plan that its rows do not fulfil, in words for the reader of the report. */
public record Omissions(Plan plan) {

    /** All of them; empty if every wish is fulfilled. */
    public List<String> words() {
        List<String> words = new ArrayList<>(cuts());
        bufferless().ifPresent(words::add);
        return words;
    }

    /** Windows that are too large for two blocking ends. */
    private List<String> cuts() {
        boolean blocking = plan.contenders().floor()
                || plan.contenders().subjects().stream()
                        .anyMatch(subject -> subject.layer().blocksBothEnds());
        if (!blocking || !plan.loads().patterns().contains(Pattern.PIPELINED)) {
            return List.of();
        }
        List<String> cuts = new ArrayList<>();
        for (ByteSize size : plan.loads().sizes()) {
            for (BufferSize one : plan.loads().buffers()) {
                addCuts(cuts, size, one);
            }
        }
        return cuts;
    }

    private void addCuts(List<String> cuts, ByteSize size, BufferSize buffers) {
        int largest = Scenario.largestWindow(size, buffers);
        for (int wished : new Rows(plan).windows(size)) {
            if (wished > largest) {
                cuts.add("in-flight cut for the C floor and raw bytes, more would fill the socket buffers of both"
                        + " blocking ends:"
                        + (buffers.isDefault() ? "" : " socketBuffers=" + buffers.label())
                        + " size=" + size
                        + " asked=" + wished + " used=" + largest);
            }
        }
    }

    /** Transports without a row for the socket buffers that were asked for. */
    private Optional<String> bufferless() {
        List<MeasuredTransport> datagrams = plan.contenders().transports().stream()
                .filter(MeasuredTransport::isDatagram)
                .toList();
        return datagrams.isEmpty() || !plan.loads().setsBuffers()
                ? Optional.empty()
                : Optional.of("socket buffers are set for streams only, the others have rows with the default or none:"
                        + " transports=" + Labels.list(datagrams, MeasuredTransport::label));
    }
}
