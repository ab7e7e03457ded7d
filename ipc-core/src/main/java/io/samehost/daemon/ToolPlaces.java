package io.samehost.daemon;

import io.samehost.transport.system.Users;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The places of tools' directories, in this order: {@code $XDG_RUNTIME_DIR/NAME}, {@code /run/user/UID/NAME}, {@code
 * NAME-UID} in the temporary directory. The first that can be had is a tool's. A place that another user owns is passed over.
 */
public final class ToolPlaces {
    private final List<Place> places = new ArrayList<>();
    private final List<String> passedOver = new ArrayList<>();

    /** A directory for directories of tools, whose names end with {@code suffix} there. */
    private record Place(Path parent, String suffix) {
        Path of(String name) {
            return parent.resolve(name + suffix);
        }
    }

    private ToolPlaces(Map<String, String> environment, Path runtimes, Path temporary) {
        String uid = uid();
        Optional.ofNullable(environment.get("XDG_RUNTIME_DIR"))
                .filter(text -> !text.isEmpty())
                .ifPresent(this::addIfOwnPath);
        addIfOwn(runtimes.resolve(uid));
        places.add(new Place(temporary, "-" + uid));
    }

    private static String uid() {
        OptionalInt uid = Users.ownUid();
        return uid.isPresent() ? Integer.toUnsignedString(uid.getAsInt()) : Users.ownName();
    }

    /** The places of the user that runs this program. */
    public static ToolPlaces ofThisUser() {
        return of(System.getenv(), Path.of("/run/user"), Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The places that these say: variables, where directories of all users' runtimes are, and the temporary directory. */
    public static ToolPlaces of(Map<String, String> environment, Path runtimes, Path temporary) {
        return new ToolPlaces(environment, runtimes, temporary);
    }

    /** In a locale such as C the JDK has no path for most bytes. */
    private void addIfOwnPath(String text) {
        try {
            addIfOwn(Path.of(text));
        } catch (InvalidPathException e) {
            passedOver.add(text + " (no path in this locale)");
        }
    }

    private void addIfOwn(Path parent) {
        try {
            if (!parent.isAbsolute()) {
                passedOver.add(parent + " (not absolute)");
            } else if (!Files.isDirectory(parent)) {
                passedOver.add(parent + " (no directory)");
            } else if (!Users.ownUid().equals(OptionalInt.of((int) Files.getAttribute(parent, "unix:uid")))) {
                passedOver.add(parent + " (another user's)");
            } else if (places.stream().noneMatch(place -> place.parent().equals(parent))) {
                places.add(new Place(parent, ""));
            }
        } catch (IOException | UnsupportedOperationException e) {
            passedOver.add(parent + " (" + e.getMessage() + ")");
        }
    }

    /** The directories in which tools have theirs, the first choice first; the last is the temporary directory. */
    public List<Path> parents() {
        return places.stream().map(Place::parent).toList();
    }

    /** The places that will not do, and why. */
    public List<String> passedOver() {
        return List.copyOf(passedOver);
    }

    /**
     * The directory of a tool, made now if it is not there.
     *
     * @throws IOException if there is none to be had; the text says why, for each place
     */
    public ToolDirectory of(String name) throws IOException {
        ToolNames.requireName(name);
        List<String> tried = new ArrayList<>(passedOver);
        IOException last = null;
        for (Place place : places) {
            try {
                return ToolDirectory.at(place.of(name));
            } catch (IOException e) {
                tried.add(place.of(name) + " (" + reason(e, place.of(name)) + ")");
                last = e;
            }
        }
        throw new IOException(
                "no directory for the files of a tool: name=" + name + " tried=" + tried
                        + ", set XDG_RUNTIME_DIR to a directory of your own with a short path",
                last);
    }

    /** The directory of a tool whose daemon runs, else the first one that is there. Makes none. */
    public Optional<ToolDirectory> find(String name) {
        ToolNames.requireName(name);
        Optional<ToolDirectory> first = Optional.empty();
        for (Place place : places) {
            try {
                ToolDirectory directory = ToolDirectory.existing(place.of(name));
                if (!directory.isMarked()) {
                    continue;
                }
                first = first.isPresent() ? first : Optional.of(directory);
                if (FileLock.isHeld(directory.lock())) {
                    return Optional.of(directory);
                }
            } catch (IOException e) {
                // not there, another user's, or of a lock that cannot be read
            }
        }
        return first;
    }

    private static String reason(IOException e, Path path) {
        if (e instanceof AccessDeniedException) {
            return "no permission";
        }
        return path.toString().equals(e.getMessage()) ? e.getClass().getSimpleName() : e.getMessage();
    }

    /** The directories that are there, by the names of their tools; of one tool there may be several. */
    public Map<String, List<ToolDirectory>> all() throws IOException {
        Map<String, List<ToolDirectory>> found = new TreeMap<>();
        for (Place place : places) {
            try (DirectoryStream<Path> paths = Files.newDirectoryStream(place.parent())) {
                for (Path path : paths) {
                    String name = path.getFileName().toString();
                    if (name.endsWith(place.suffix()) && isOfTool(path)) {
                        String tool =
                                name.substring(0, name.length() - place.suffix().length());
                        if (ToolNames.isName(tool)) {
                            found.computeIfAbsent(tool, key -> new ArrayList<>())
                                    .add(new ToolDirectory(path));
                        }
                    }
                }
            }
        }
        return found;
    }

    private static boolean isOfTool(Path path) {
        try {
            return ToolDirectory.existing(path).isMarked();
        } catch (IOException e) {
            return false; // another user's, or gone meanwhile
        }
    }
}
