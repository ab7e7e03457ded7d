package io.samehost.transport.peer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.transport.system.Platform;
import io.samehost.transport.system.Users;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerPolicyTest {
    private static final int NAMELESS_UID = 4_242_424;

    private static Optional<PeerCredentials> peer(String user, int uid) {
        return Optional.of(new PeerCredentials(user, OptionalInt.of(uid), OptionalInt.empty()));
    }

    @Test
    void theSameUserIsPermittedUnderWhateverName() {
        int own = Users.ownUid().orElseThrow();
        assertTrue(PeerPolicy.sameUser().permits(peer(Users.ownName(), own)));
        assertTrue(PeerPolicy.sameUser().permits(peer("another-name", own)));
    }

    @Test
    void aNamesakeIsNot() {
        assertFalse(PeerPolicy.sameUser().permits(peer(Users.ownName(), NAMELESS_UID)));
        assertFalse(PeerPolicy.sameUser()
                .permits(Optional.of(new PeerCredentials(Users.ownName(), OptionalInt.empty(), OptionalInt.empty()))));
    }

    @Test
    void anUnknownPeerIsPermittedOnlyIfEverybodyIs() {
        assertFalse(PeerPolicy.sameUser().permits(Optional.empty()));
        assertTrue(PeerPolicy.anyUser().permits(Optional.empty()));
        assertTrue(PeerPolicy.anyUser().permits(peer("nobody", 65_534)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "65534"})
    void aUserIsAllowedByNameOrNumber(String user) {
        PeerPolicy policy = PeerPolicy.sameUser().alsoAllow(user);
        assertTrue(policy.permits(peer("nobody", 65_534)));
        assertTrue(policy.permits(peer(Users.ownName(), Users.ownUid().orElseThrow())));
        assertFalse(policy.permits(peer("daemon", 1)));
    }

    @Test
    void aNumberWithoutAUserCanBeAllowed() {
        PeerPolicy policy = PeerPolicy.sameUser().alsoAllow(Integer.toString(NAMELESS_UID));
        assertTrue(policy.permits(peer(Integer.toString(NAMELESS_UID), NAMELESS_UID)));
    }

    @Test
    void aPolicyDoesNotChange() {
        PeerPolicy policy = PeerPolicy.sameUser();
        assertTrue(policy.alsoAllow("nobody").permits(peer("nobody", 65_534)));
        assertFalse(policy.permits(peer("nobody", 65_534)));
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
