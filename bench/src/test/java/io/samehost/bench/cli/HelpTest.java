package io.samehost.bench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.bench.peer.PeerPlan;
import io.samehost.bench.plan.Loads;
import io.samehost.bench.plan.Preset;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The help tells what happens without an option. */
final class HelpTest {
    /** These do nothing unless they are given. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of("--fail-if", "--save-baseline", "--json");

    static Stream<CommandLine> commands() {
        CommandLine bench = Bench.commandLine();
        return Stream.concat(Stream.of(bench), bench.getSubcommands().values().stream());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyOptionWithAValueTellsItsDefault(CommandLine command) {
        List<String> silent = command.getCommandSpec().options().stream()
                .filter(option -> option.arity().max() > 0)
                .map(OptionSpec::longestName)
                .filter(name -> !WITHOUT_DEFAULT.contains(name))
                .filter(name -> !help(command, name).contains("(default: "))
                .toList();
        assertEquals(List.of(), silent);
    }

    private static String help(CommandLine command, String option) {
        return String.join("", command.getCommandSpec().findOption(option).description());
    }

    private static void assertDefault(String command, String option, Object expected) {
        String help = help(Bench.commandLine().getSubcommands().get(command), option);
        assertTrue(help.contains("(default: " + expected + ")"), help);
    }

    /** A default of the full answer and one of the short answer. */
    private static void assertDefaults(String command, String option, Object full, Object quick) {
        assertDefault(command, option, full + "; with --quick " + quick);
    }

    private static String list(List<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(","));
    }

    @Test
    void theDefaultsOfARunAreThoseOfItsPresets() {
        Preset full = Preset.FULL;
        Preset quick = Preset.QUICK;
        assertDefaults(
                "run", "--sizes", list(full.loads().sizes()), list(quick.loads().sizes()));
        assertDefaults(
                "run",
                "--in-flight",
                list(full.loads().inFlight()),
                list(quick.loads().inFlight()));
        assertDefaults(
                "run", "--seconds", full.effort().seconds(), quick.effort().seconds());
        assertDefaults(
                "run",
                "--warm-up",
                full.effort().warmUp().seconds(),
                quick.effort().warmUp().seconds());
        assertDefaults(
                "run",
                "--rpc-warm-up",
                "--warm-up if that is given, else " + full.effort().warmUp().rpcSeconds(),
                quick.effort().warmUp().rpcSeconds());
        assertDefaults(
                "run",
                "--patience",
                Math.round(full.effort().patienceSeconds()),
                Math.round(quick.effort().patienceSeconds()));
        assertEquals(full.effort().runs(), quick.effort().runs());
        assertDefault("run", "--runs", full.effort().runs());
        assertEquals(new ByteSize(64), full.loads().sizes().get(0));
    }

    @Test
    void theDefaultNamesOfARunAreThoseOfItsPresets() {
        Preset full = Preset.FULL;
        Preset quick = Preset.QUICK;
        assertEquals(
                EnumSet.copyOf(MeasuredTransport.choosable()),
                EnumSet.copyOf(full.contenders().transports()));
        assertDefaults(
                "run",
                "--transports",
                "all, unix first",
                quick.contenders().transports().stream()
                        .map(MeasuredTransport::label)
                        .collect(Collectors.joining(",")));
        assertEquals(
                EnumSet.complementOf(EnumSet.of(Pattern.SERVER_STREAM)),
                EnumSet.copyOf(full.loads().patterns()));
        assertDefaults(
                "run",
                "--patterns",
                "all but server-stream",
                quick.loads().patterns().stream().map(Pattern::label).collect(Collectors.joining(",")));
    }

    @Test
    void theDefaultsOfLimitsAreThoseOfTheLoads() {
        Loads.Limits limits = Loads.Limits.DEFAULT;
        assertDefault("run", "--connections", list(limits.connections()));
        assertDefault("run", "--rates", list(limits.ratesPerSecond()));
        assertDefault("run", "--p99-bound", limits.p99Bound());
    }

    @Test
    void theDefaultsOfPeersAreThoseOfTheirPlan() {
        PeerPlan.Times full = PeerPlan.Times.of(false);
        PeerPlan.Times quick = PeerPlan.Times.of(true);
        assertDefaults("peers", "--warm-up", full.warmUpSeconds(), quick.warmUpSeconds());
        assertDefaults("peers", "--seconds", full.seconds(), quick.seconds());
        assertEquals(full.runs(), quick.runs());
        assertDefault("peers", "--runs", full.runs());
        assertDefault("peers", "--patience", Math.round(full.patienceSeconds()));
    }
}
