package io.samehost.server.raw;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.samehost.fixture.Background;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers that are not complete yet share a bounded part of the memory, and none waits for ever. */
@Timeout(30)
final class AnswerBudgetTest {
    private final AnswerBudget budget = new AnswerBudget(100);
    private final Object first = new Object();
    private final Object second = new Object();
    private final Object third = new Object();

    @Test
    void oneAnswerMayGoBeyondTheLimitAndOthersWaitForItsEnd() throws Exception {
        budget.take(first, 60);
        budget.take(second, 40);
        budget.take(first, 500); // goes beyond
        CompletableFuture<Void> waiting = Background.run(() -> budget.take(second, 10));
        CompletableFuture<Void> another = Background.run(() -> budget.take(third, 1));
        budget.take(first, 500);
        assertFalse(waiting.isDone());
        assertFalse(another.isDone());
        budget.give(first, 1060);
        waiting.get(10, TimeUnit.SECONDS);
        another.get(10, TimeUnit.SECONDS);
    }

    @Test
    void whenTheOneBeyondTheLimitEndsTheNextMayGoThere() throws Exception {
        budget.take(first, 200);
        CompletableFuture<Void> waiting = Background.run(() -> budget.take(second, 200));
        budget.give(first, 200);
        waiting.get(10, TimeUnit.SECONDS);
        CompletableFuture<Void> another = Background.run(() -> budget.take(third, 200));
        Awaitility.await().until(() -> !another.isDone());
        budget.give(second, 200);
        another.get(10, TimeUnit.SECONDS);
    }
}
