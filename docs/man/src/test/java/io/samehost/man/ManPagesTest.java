package io.samehost.man;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The pages that the build left in its target directory. */
final class ManPagesTest {
    private static final Path PAGES = Path.of("target", "man", "man1");
    private static final Pattern MARKUP = Pattern.compile("@\\||%n|\\$\\{|xref:|\\.adoc|\\[%hardbreaks");

    static List<CommandSpec> commands() throws ReflectiveOperationException {
        List<CommandSpec> commands = new ArrayList<>();
        ManPages.programs().forEach(program -> commands.addAll(ManPages.withSubcommands(program)));
        return commands;
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aPageHasEverySection(CommandSpec command) throws IOException {
        String text = text(command);
        for (String section : List.of("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXIT STATUS")) {
            assertTrue(
                    Pattern.compile("\\.SH \"" + section + "\"\n[^\n]+")
                            .matcher(text)
                            .find(),
                    section);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aPageHasEveryOptionAndExample(CommandSpec command) throws IOException {
        String text = text(command);
        for (OptionSpec option : command.options()) {
            assertTrue(text.contains("\\fB" + option.longestName() + "\\fP"), option::longestName);
        }
        for (String example : ManPages.examples(command)) {
            assertTrue(text.contains(example.strip()), example);
        }
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aPageIsFreeOfMarkup(CommandSpec command) throws IOException {
        assertFalse(MARKUP.matcher(text(command)).find(), () -> page(command).toString());
    }

    private static Path page(CommandSpec command) {
        return PAGES.resolve(command.qualifiedName("-") + ".1");
    }

    /** Without the escapes of roff. */
    private static String text(CommandSpec command) throws IOException {
        return Files.readString(page(command))
                .replace("\\-", "-")
                .replace("\\*(Aq", "'")
                .replace("\\(rs", "\\");
    }
}
