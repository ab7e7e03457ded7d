package io.samehost.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerPolicyTest {
    private static final int NAMELESS_UID = 4_242_424;

    private static Optional<PeerCredentials> named(String user) {
        return Optional.of(new PeerCredentials(user, OptionalInt.empty(), OptionalInt.empty()));
    }

    private static Optional<PeerCredentials> numbered(String user, int uid) {
        return Optional.of(new PeerCredentials(user, OptionalInt.of(uid), OptionalInt.empty()));
    }

    @Test
    void theSameUserIsPermittedByNameAndByNumber() {
        PeerPolicy policy = PeerPolicy.sameUser();
        assertTrue(policy.permits(named(Users.ownName())));
        assertTrue(policy.permits(numbered(Users.ownName(), Users.ownUid().orElseThrow())));
    }

    @Test
    void anotherUserIsNot() {
        assertFalse(PeerPolicy.sameUser().permits(named("nobody")));
        assertFalse(PeerPolicy.sameUser().permits(numbered("nobody", 65_534)));
    }

    @Test
    void aNumberCountsForMoreThanAName() {
        assertFalse(PeerPolicy.sameUser().permits(numbered(Users.ownName(), NAMELESS_UID)));
    }

    @Test
    void anUnknownPeerIsPermittedOnlyIfEverybodyIs() {
        assertFalse(PeerPolicy.sameUser().permits(Optional.empty()));
        assertTrue(PeerPolicy.anyUser().permits(Optional.empty()));
        assertTrue(PeerPolicy.anyUser().permits(named("nobody")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "65534"})
    void aUserIsAllowedByNameOrNumber(String user) {
        PeerPolicy policy = PeerPolicy.sameUser().alsoAllow(user);
        assertTrue(policy.permits(named("nobody")));
        assertTrue(policy.permits(numbered("nobody", 65_534)));
        assertTrue(policy.permits(named(Users.ownName())));
        assertFalse(policy.permits(named("daemon")));
        assertFalse(policy.permits(numbered("daemon", 1)));
    }

    @Test
    void aNumberWithoutAUserIsItsOwnName() {
        PeerPolicy policy = PeerPolicy.sameUser().alsoAllow(Integer.toString(NAMELESS_UID));
        assertTrue(policy.permits(named(Integer.toString(NAMELESS_UID))));
        assertTrue(policy.permits(numbered(Integer.toString(NAMELESS_UID), NAMELESS_UID)));
    }

    @Test
    void aPolicyDoesNotChange() {
        PeerPolicy policy = PeerPolicy.sameUser();
        assertTrue(policy.alsoAllow("nobody").permits(named("nobody")));
        assertFalse(policy.permits(named("nobody")));
    }

    @Test
    void anUnknownUserCannotBeAllowed() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> PeerPolicy.sameUser().alsoAllow("no-such-user"));
        assertEquals("unknown user: user=no-such-user, use a user's name or uid", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"4294967295", "9999999999"})
    void aNumberThatIsNoUidCannotBeAllowed(String number) {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> PeerPolicy.sameUser().alsoAllow(number));
        assertTrue(refused.getMessage().startsWith("uid is out of range: uid=" + number), refused.getMessage());
    }

    @Test
    void linuxIdentifiesTcpPeers() {
        assertEquals(Platform.IS_LINUX, PeerPolicy.canIdentifyTcpPeers());
    }
}
