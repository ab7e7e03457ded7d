package io.samehost.bench.peer;

import io.samehost.bench.process.UnavailableException;
import io.samehost.bench.run.PeerPrograms;
import io.samehost.bench.scenario.ServerKind;
import java.util.List;
import java.util.Map;

/** The programs that a user might pick instead of this project: built, or absent for a reason. */
public record Peers(Map<ServerKind, Peer> all) implements PeerPrograms {

    /** One of them. */
    sealed interface Peer {}

    /**
     * It is there.
     *
     * @param version of its library
     */
    record Built(PeerRecipe recipe, String version) implements Peer {

        /** For the report: {@code libzmq (4.3.4-6): how it is driven}. */
        String words() {
            return recipe.peer().label() + " (" + version + "): " + recipe.how();
        }
    }

    /** It is not, and the reason says how to get it. */
    record Absent(String reason) implements Peer {}

    public Peers {
        all = Map.copyOf(all);
    }

    @Override
    public List<String> program(ServerKind peer) throws UnavailableException {
        Peer found = all.getOrDefault(peer, new Absent("not asked for"));
        if (found instanceof Built built) {
            return built.recipe().program();
        }
        throw new UnavailableException(((Absent) found).reason());
    }

    /** Those that are there, in the order of reports. */
    List<Built> built() {
        return ServerKind.peers().stream()
                .map(all::get)
                .filter(Built.class::isInstance)
                .map(Built.class::cast)
                .toList();
    }
}
