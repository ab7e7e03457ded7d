package io.samehost.client.daemon;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;

/** A test that runs once, and in the group {@code soak} a hundred times, or as often as {@code samehost.soak.rounds} says. */
@TestTemplate
@ExtendWith(Rounds.Repeat.class)
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Rounds {
    /** Repeats the test, each time with a fixture of its own. */
    final class Repeat implements TestTemplateInvocationContextProvider {
        private static final int IN_SOAK = Integer.getInteger("samehost.soak.rounds", 100);

        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            int rounds = context.getTags().contains("soak") ? IN_SOAK : 1;
            TestTemplateInvocationContext round = new TestTemplateInvocationContext() {};
            return Collections.nCopies(rounds, round).stream();
        }
    }
}
