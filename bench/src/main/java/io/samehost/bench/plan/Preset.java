package io.samehost.bench.plan;

import io.samehost.bench.process.Placement;
import io.samehost.bench.scenario.ByteSize;
import io.samehost.bench.scenario.Layer;
import io.samehost.bench.scenario.MeasuredTransport;
import io.samehost.bench.scenario.Pattern;
import io.samehost.bench.scenario.ServerKind;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Stream;

/** A plan for any machine: all but the processors that it runs on. */
public record Preset(Contenders contenders, Loads loads, Effort effort, Choice choice) {

    /**
     * All transports and both engines, and all patterns but the stream of the server, which is measured only if it is
     * named. The sizes lie below and above the steps of loopback, whose packets carry 64 KiB. The size of most small
     * messages stands first, since the first answer is the one in large letters. It takes about 28 minutes.
     */
    public static final Preset FULL = new Preset(
            Contenders.blocking(
                    List.of(
                            MeasuredTransport.UNIX,
                            MeasuredTransport.TCP,
                            MeasuredTransport.UNIX_JUNIXSOCKET,
                            MeasuredTransport.UNIX_ABSTRACT,
                            MeasuredTransport.TCP6,
                            MeasuredTransport.TCP_NAGLE,
                            MeasuredTransport.UDP,
                            MeasuredTransport.UNIXGRAM),
                    Subject.each(List.of(Layer.RAW, Layer.RPC), List.of(ServerKind.THREADS, ServerKind.LOOP)),
                    true),
            Loads.of(
                    List.copyOf(EnumSet.complementOf(EnumSet.of(Pattern.SERVER_STREAM))),
                    Stream.of("64", "1", "1k", "2k", "16k", "32k", "64k", "128k", "1M")
                            .map(ByteSize::parse)
                            .toList(),
                    List.of(1, 8, 64)),
            new Effort(5, new WarmUp(0.4, 1.2), 0.5, Choice.ANSWER.patienceSeconds()),
            Choice.ANSWER);

    /** The question itself and little else, in under two minutes: so no loop engine for raw bytes. */
    public static final Preset QUICK = new Preset(
            Contenders.blocking(
                    List.of(MeasuredTransport.UNIX, MeasuredTransport.TCP),
                    List.of(
                            new Subject(Layer.RAW, ServerKind.THREADS),
                            new Subject(Layer.RPC, ServerKind.THREADS),
                            new Subject(Layer.RPC, ServerKind.LOOP)),
                    true),
            Loads.of(List.of(Pattern.PING_PONG, Pattern.PIPELINED), List.of(new ByteSize(64)), List.of(64)),
            new Effort(5, new WarmUp(0.3, 1.0), 0.3, Choice.QUICK.patienceSeconds()),
            Choice.QUICK);

    /** The same on these processors. */
    public Plan on(Placement placement) {
        return new Plan(contenders, loads, effort, choice, placement);
    }
}
