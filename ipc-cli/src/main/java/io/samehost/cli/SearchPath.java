package io.samehost.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The directories in which programs are looked for. */
public record SearchPath(List<Path> places) {

    /** Those of {@code PATH}. */
    public static SearchPath ofThisProcess() {
        String path = System.getenv().getOrDefault("PATH", "");
        return new SearchPath(
                Stream.of(path.split(File.pathSeparator, -1)).map(Path::of).toList());
    }

    /** The file of a program that may be run. */
    public Optional<Path> find(String program) {
        return places.stream()
                .map(place -> place.resolve(program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
