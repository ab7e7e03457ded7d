package io.samehost.protobuf.generator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class JavadocTest {
    private static List<String> lines(String comment) {
        return new Javadoc().text(comment).lines();
    }

    @Test
    void noTextIsNoComment() {
        assertEquals(List.of(), lines(" \n \n"));
    }

    @Test
    void oneLineIsACommentOfOneLine() {
        assertEquals(List.of("/** Counts. */"), lines(" Counts.\n"));
    }

    @Test
    void anEmptyLineBeginsAParagraph() {
        assertEquals(
                List.of("/**", " * One", " * two.", " *", " * <p>Three.", " */"), lines(" One\n two.\n\n\n Three.\n"));
    }

    @Test
    void nothingInATextIsHtmlOrATagOrTheEndOfTheComment() {
        assertEquals(
                List.of("/** &lt;b&gt; &amp;amp; {&#64;code x} *&#47; &#92;u002a/ */"),
                lines("<b> &amp; {@code x} */ \\u002a/"));
    }
}
