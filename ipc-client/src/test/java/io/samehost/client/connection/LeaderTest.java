package io.samehost.client.connection;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.samehost.client.call.PendingCalls;
import io.samehost.transport.output.OutputQueue;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
final class LeaderTest {
    private Leader leader;

    @BeforeEach
    void withoutCalls() {
        leader = new Leader(new PendingCalls(new OutputQueue(Channels.newChannel(new ByteArrayOutputStream()))));
    }

    @Test
    void nobodyLeadsAfterTheEnd() {
        assertTrue(leader.end());
        assertFalse(leader.become());
        assertFalse(leader.isCurrentThread());
    }

    @Test
    void itEndsOnce() {
        assertTrue(leader.end());
        assertFalse(leader.end());
    }

    @Test
    void itDoesNotEndWhileAThreadLeads() {
        assertTrue(CompletableFuture.supplyAsync(leader::become).join());
        assertFalse(leader.end());
    }

    @Test
    void itDoesNotEndUnderTheThreadThatEndsIt() {
        assertTrue(leader.become());
        assertFalse(leader.end());
        assertTrue(leader.isCurrentThread());
    }
}
