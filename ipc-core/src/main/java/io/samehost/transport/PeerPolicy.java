package io.samehost.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/** Which users may connect. Immutable. */
public final class PeerPolicy {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}");
    private static final long UID_MAX = 0xFFFF_FFFEL; // the number above stands for "no user"

    /** A user by number and by every name it may be told under. */
    private record User(OptionalInt uid, Set<String> names) {

        /** By number if both sides have one: names are not unique. */
        boolean is(PeerCredentials peer) {
            return (uid.isPresent() && peer.uid().isPresent()) ? uid.equals(peer.uid()) : names.contains(peer.user());
        }
    }

    private final boolean any;
    private final List<User> users;

    private PeerPolicy(boolean any, List<User> users) {
        this.any = any;
        this.users = List.copyOf(users);
    }

    /** Only the user that this process acts as. */
    public static PeerPolicy sameUser() {
        return new PeerPolicy(false, List.of(self()));
    }

    /** Everybody on this machine, known or not. */
    public static PeerPolicy anyUser() {
        return new PeerPolicy(true, List.of());
    }

    /** Whether this system tells who is at the other end of a TCP loopback connection. */
    public static boolean canIdentifyTcpPeers() {
        return LoopbackPeers.areKnown();
    }

    /**
     * This policy and one more user.
     *
     * @param user a name, or a uid in digits: digits are never taken for a name
     * @throws IllegalArgumentException if there is no such user
     */
    public PeerPolicy alsoAllow(String user) {
        List<User> more = new ArrayList<>(users);
        more.add(NUMBER.matcher(user).matches() ? byNumber(user) : byName(user));
        return new PeerPolicy(any, more);
    }

    /** Whether a peer may connect; one that is not known may only if everybody may. */
    public boolean permits(Optional<PeerCredentials> peer) {
        return any || (peer.isPresent() && users.stream().anyMatch(user -> user.is(peer.get())));
    }

    private static User byNumber(String digits) {
        long number = Long.parseLong(digits);
        if (number > UID_MAX) {
            throw new IllegalArgumentException(
                    "uid is out of range: uid=" + digits + ", use 0 to " + UID_MAX + " or a user's name");
        }
        int uid = (int) number;
        String name = Users.nameOf(uid);
        // Digits as a name mean a user without one, unless somebody has the odd idea to be called like that.
        boolean ambiguous = NUMBER.matcher(name).matches() && Users.uidOf(name).isPresent();
        return new User(OptionalInt.of(uid), ambiguous ? Set.of() : Set.of(name));
    }

    private static User byName(String name) {
        OptionalInt uid = Users.uidOf(name);
        if (uid.isEmpty() && !Users.isKnown(name)) {
            throw new IllegalArgumentException("unknown user: user=" + name + ", use a user's name or uid");
        }
        // Several names may share a number; the kernel's answer is printed under the first of them.
        return uid.isPresent()
                ? new User(uid, Set.copyOf(List.of(name, Users.nameOf(uid.getAsInt()))))
                : new User(OptionalInt.empty(), Set.of(name));
    }

    private static User self() {
        // Without a number of our own, numbers are not compared and the name has to do.
        return new User(Users.ownUid(), Set.of(Users.ownName()));
    }
}
