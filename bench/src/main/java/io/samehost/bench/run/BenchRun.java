package io.samehost.bench.run;

import io.samehost.bench.floor.Floor;
import io.samehost.bench.plan.Plan;
import io.samehost.bench.plan.Rows;
import io.samehost.bench.process.BusyPrograms;
import io.samehost.bench.process.Environment;
import io.samehost.bench.process.MachineLoad.Ticks;
import io.samehost.bench.process.Network;
import io.samehost.bench.process.Placement;
import io.samehost.bench.process.ProcessUsage;
import io.samehost.bench.process.UnavailableException;
import io.samehost.bench.process.WorkDirectory;
import io.samehost.bench.result.Measurement;
import io.samehost.bench.result.Outcome;
import io.samehost.bench.result.Report;
import io.samehost.bench.result.Report.Idle;
import io.samehost.bench.result.Results;
import io.samehost.bench.scenario.Scenario;
import io.samehost.cli.SearchPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Works a plan off, one run after the other. Used by one thread, except that any thread may {@link #stop} it. */
public final class BenchRun {
    private static final Duration IDLE_WATCH = Duration.ofMillis(500);

    /** What disturbs a machine may come and go; what stays has to be lived with. */
    private static final Duration LONGEST_WAIT_FOR_QUIET = Duration.ofSeconds(3);

    private final Plan plan;
    private final Again again;
    private final PeerPrograms peers;
    private final Progress progress;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Set<Scenario> unavailable = new HashSet<>();

    private volatile boolean stopped;

    /** The pair that is measured at the moment, so that a stop can end it. */
    private volatile Optional<ProcessPair> current = Optional.empty();

    public BenchRun(Plan plan, Progress progress) {
        this(plan, new Rows(plan).comparisons(), PeerPrograms.NONE, progress);
    }

    /**
     * With peers.
     *
     * @param comparisons what is compared: it is measured again if other programs disturbed too many of its rounds
     */
    public BenchRun(Plan plan, List<Rows.Comparison> comparisons, PeerPrograms peers, Progress progress) {
        this.plan = plan;
        this.again = new Again(comparisons);
        this.peers = peers;
        this.progress = progress;
    }

    /** Measures until the plan is done or stopped. */
    public Report measure() throws IOException, InterruptedException {
        try (WorkDirectory work = WorkDirectory.create()) {
            Path directory = work.path();
            Instant date = Instant.now();
            Floor floor = plan.contenders().floor()
                    ? Floor.compile(directory, SearchPath.ofThisProcess())
                    : new Floor.Absent("not asked for");
            Programs programs = new Programs(
                    floor, peers, plan.placement(), Placement.Processors.ofThisProcess(), Network.HOST, directory);
            Environment environment = Environment.current();
            Idle before = watchAndTell();
            workOff(new Rows(plan).schedule(), programs, directory);
            boolean whole = !stopped;
            measureAgain(programs, directory);
            return new Report(new Results(plan, outcomes), environment, before, watchIdle(), date, !whole);
        }
    }

    /** Ends the current run and starts no other; {@link #measure} returns what was measured before. */
    public void stop() {
        stopped = true;
        current.ifPresent(ProcessPair::close);
    }

    private static Idle watchIdle() throws IOException, InterruptedException {
        Ticks before = Ticks.now();
        ProcessUsage ownBefore = ProcessUsage.of(ProcessHandle.current());
        Thread.sleep(IDLE_WATCH.toMillis());
        ProcessUsage own = ProcessUsage.of(ProcessHandle.current()).since(ownBefore);
        return new Idle(Ticks.now().since(before, own.cpuNanos()), Environment.loadAverage());
    }

    /** Says before it starts what a busy machine should be rid of. */
    private Idle watchAndTell() throws IOException, InterruptedException {
        BusyPrograms programs = BusyPrograms.now();
        long startNanos = System.nanoTime();
        Idle idle = watchIdle();
        List<BusyPrograms.Program> busiest = BusyPrograms.now().since(programs, System.nanoTime() - startNanos);
        progress.tell(new BusyNotice(idle, busiest, plan.effort().patienceSeconds()));
        return idle;
    }

    private void workOff(List<Rows.Run> schedule, Programs programs, Path directory)
            throws IOException, InterruptedException {
        progress.begin();
        for (int i = 0; i < schedule.size() && !stopped; i++) {
            Rows.Run run = schedule.get(i);
            if (!unavailable.contains(run.scenario())) {
                progress.step(i, schedule.size(), run);
                measure(run, programs, directory);
            }
        }
        progress.end();
    }

    /** New rounds of what was disturbed, until enough is quiet or the patience is over. */
    private void measureAgain(Programs programs, Path directory) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + Math.round(plan.effort().patienceSeconds() * 1e9);
        List<List<Scenario>> groups = again.groups(new Results(plan, outcomes));
        for (int turn = 0; !groups.isEmpty() && !stopped && System.nanoTime() < endNanos; turn++) {
            int round = plan.effort().runs() + turn;
            List<Scenario> group = groups.get(turn % groups.size());
            progress.again(turn, groups.size(), group.get(0), Duration.ofNanos(endNanos - System.nanoTime()));
            awaitQuiet(endNanos);
            for (Scenario scenario : Again.inTurn(group, round)) {
                if (!stopped && !unavailable.contains(scenario)) {
                    measure(new Rows.Run(round, scenario), programs, directory);
                }
            }
            groups = again.groups(new Results(plan, outcomes));
        }
        progress.endAgain(groups.size());
    }

    private void awaitQuiet(long endNanos) throws IOException, InterruptedException {
        long latestNanos = Math.min(endNanos, System.nanoTime() + LONGEST_WAIT_FOR_QUIET.toNanos());
        boolean quiet = false;
        while (!quiet && !stopped && System.nanoTime() < latestNanos) {
            quiet = !watchIdle().load().disturbing();
        }
    }

    private void measure(Rows.Run run, Programs programs, Path parent) throws IOException, InterruptedException {
        int round = run.round();
        Scenario scenario = run.scenario();
        Path directory = Files.createDirectory(parent.resolve("run"));
        try {
            outcomes.add(new Outcome.Measured(round, scenario, measure(scenario, programs, directory)));
        } catch (UnavailableException e) {
            unavailable.add(scenario);
            outcomes.add(new Outcome.Unavailable(round, scenario, e.getMessage()));
        } catch (IOException e) {
            // A run that was stopped broke for no fault of its own and says nothing.
            if (!stopped) {
                outcomes.add(new Outcome.Failed(round, scenario, e.getMessage()));
            }
        } finally {
            WorkDirectory.delete(directory);
        }
    }

    private Measurement measure(Scenario scenario, Programs programs, Path directory)
            throws IOException, InterruptedException {
        try (ProcessPair pair = ProcessPair.start(scenario, programs, directory)) {
            current = Optional.of(pair);
            if (stopped) {
                throw new IOException("stopped: scenario=" + scenario);
            }
            return pair.measure(
                    plan.effort().warmUp().runsOf(scenario),
                    Duration.ofMillis(Math.round(plan.effort().seconds() * 1000)));
        } finally {
            current = Optional.empty();
        }
    }
}
