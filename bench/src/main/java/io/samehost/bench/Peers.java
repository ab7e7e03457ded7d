package io.samehost.bench;

import java.util.List;
import java.util.Map;

/** The programs that a user might pick instead of this project: built, or absent for a reason. */
record Peers(Map<Engine, Peer> all) {
    static final Peers NONE = new Peers(Map.of());

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

    Peers {
        all = Map.copyOf(all);
    }

    /** @throws UnavailableException if it is absent */
    List<String> program(Engine peer) throws UnavailableException {
        Peer found = all.getOrDefault(peer, new Absent("not asked for"));
        if (found instanceof Built built) {
            return built.recipe().program();
        }
        throw new UnavailableException(((Absent) found).reason());
    }

    /** Those that are there, in the order of reports. */
    List<Built> built() {
        return Engine.peers().stream()
                .map(all::get)
                .filter(Built.class::isInstance)
                .map(Built.class::cast)
                .toList();
    }
}
