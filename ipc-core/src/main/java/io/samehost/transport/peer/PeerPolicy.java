package io.samehost.transport.peer;

import io.samehost.transport.system.Users;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The users that may be at the other end, by number. Immutable. */
public final class PeerPolicy {
    private static final String NUMBER = "[0-9]{1,10}"; // a pattern only once there is a user to look at
    private static final long UID_MAX = 0xFFFF_FFFEL; // the number above stands for "no user"

    private final boolean any;
    private final Set<Integer> uids;

    private PeerPolicy(boolean any, Set<Integer> uids) {
        this.any = any;
        this.uids = Set.copyOf(uids);
    }

    /** Only the user that this process acts as; nobody if that cannot be known. */
    public static PeerPolicy sameUser() {
        OptionalInt own = Users.ownUid();
        return new PeerPolicy(false, own.isPresent() ? Set.of(own.getAsInt()) : Set.of());
    }

    /** Everybody on this machine, known or not. */
    public static PeerPolicy anyUser() {
        return new PeerPolicy(true, Set.of());
    }

    /** True if this system tells who is at the other end of a TCP loopback connection. */
    public static boolean canIdentifyTcpPeers() {
        return TcpPeers.areKnown();
    }

    /**
     * This policy and one more user.
     *
     * @param user a name, or a uid in digits: digits are never taken for a name. A name stands for the number that it has
     *     now.
     * @throws IllegalArgumentException if there is no such user
     */
    public PeerPolicy alsoAllow(String user) {
        Set<Integer> more = new HashSet<>(uids);
        more.add(user.matches(NUMBER) ? byNumber(user) : byName(user));
        return new PeerPolicy(any, more);
    }

    /** True if a peer may connect. One that is not known may only if everybody may. */
    public boolean permits(Optional<PeerCredentials> peer) {
        return any || (peer.isPresent() && permits(peer.get().uid()));
    }

    private boolean permits(OptionalInt uid) {
        return uid.isPresent() && uids.contains(uid.getAsInt());
    }

    private static int byNumber(String digits) {
        long number = Long.parseLong(digits);
        if (number > UID_MAX) {
            throw new IllegalArgumentException(
                    "uid is out of range: uid=" + digits + ", use 0 to " + UID_MAX + " or a user's name");
        }
        return (int) number;
    }

    private static int byName(String name) {
        return Users.uidOf(name)
                .orElseThrow(() ->
                        new IllegalArgumentException("unknown user: user=" + name + ", use a user's name or uid"));
    }
}
