package intaglio.tool;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a program of {@code synth} is: on the PATH under its own name or that of its PyPI package, or in the private
 * folder that {@code ./intaglio synth --install} makes.
 */
public final class ToolFinder {

    /** Below the clone; the launcher makes it. */
    private static final String PRIVATE_FOLDER = "build/synth-tools/bin";

    /**
     * A program that was found.
     *
     * @param command what starts it
     */
    public record Found(String command, Version version) {}

    private ToolFinder() {}

    /** The first place with a version that is new enough, else the first with any, else nothing. */
    public static Optional<Found> find(Tool tool, Version least) {
        List<Path> folders = Arrays.stream(
                        System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
        return find(tool, least, folders, Path.of(System.getProperty("intaglio.home", ""), PRIVATE_FOLDER));
    }

    static Optional<Found> find(Tool tool, Version least, List<Path> folders, Path privateFolder) {
        Optional<Found> any = Optional.empty();
        for (Path file : places(tool, folders, privateFolder)) {
            Optional<Found> found =
                    ToolVersions.ask(file.toString(), tool).map(version -> new Found(file.toString(), version));
            if (found.isPresent() && found.get().version().isAtLeast(least)) {
                return found;
            }
            any = any.or(() -> found);
        }
        return any;
    }

    private static List<Path> places(Tool tool, List<Path> folders, Path privateFolder) {
        List<String> names = Stream.of(tool.command(), tool.pypiPackage())
                .filter(name -> !name.isEmpty())
                .toList();
        return Stream.concat(folders.stream(), Stream.of(privateFolder))
                .flatMap(folder -> names.stream().map(folder::resolve))
                .filter(Files::isExecutable)
                .map(Path::toAbsolutePath)
                .toList();
    }
}
