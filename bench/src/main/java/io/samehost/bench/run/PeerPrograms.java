package io.samehost.bench.run;

import io.samehost.bench.process.UnavailableException;
import io.samehost.bench.scenario.ServerKind;
import java.util.List;

/** Finds the programs of peers: libraries that a user might pick instead of this project. */
public interface PeerPrograms {
    /** For a benchmark without peers. */
    PeerPrograms NONE = peer -> {
        throw new UnavailableException("not asked for");
    };

    /**
     * The command of a peer's program.
     *
     * @throws UnavailableException if the peer is absent
     */
    List<String> program(ServerKind peer) throws UnavailableException;
}
