package intaglio.rtl;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A folder {@code x} to be written, between folders of the user's whose names look like ours. */
record ExchangeScene(Path root) {

    static final Map<String, String> BEFORE =
            Map.of("rtl/a.v", "a", "rtl/b.v", "b", "rom/c.mem", "c", "plan.json", "old plan");
    static final Map<String, String> AFTER =
            Map.of("rtl/a.v", "another a", "weights/d.txt", "d", "filelist.f", "rtl/a.v", "plan.json", "new plan");

    private static final Map<String, String> NEIGHBOURS = Map.of(
            ".x.old/mine.txt",
            "1",
            ".x.partial/mine.txt",
            "2",
            ".x.intaglio-exchange/lock",
            "3",
            ".intaglio-exchange/old/mine.txt",
            "4");

    /** With or without contents of ours in {@code x}. */
    static ExchangeScene in(Path root, boolean existing) throws IOException {
        for (Map.Entry<String, String> file : NEIGHBOURS.entrySet()) {
            Path path = root.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        ExchangeScene scene = new ExchangeScene(root);
        if (existing) {
            write(scene.x(), BEFORE);
        }
        return scene;
    }

    Path x() {
        return root.resolve("x");
    }

    /** Brings {@code x} back to what it was at the start. */
    void restore(boolean existing) throws IOException {
        if (existing) {
            if (!contents(x()).containsKey("rtl/b.v")) {
                write(x(), BEFORE);
            }
        } else if (Files.exists(x())) {
            try (Stream<Path> paths = Files.walk(x())) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** What is in {@code x} after a compilation of these files. */
    static Map<String, String> whole(Path scratch, Map<String, String> texts) throws IOException {
        write(scratch, texts);
        return contents(scratch);
    }

    static void write(Path out, Map<String, String> texts) {
        Map<String, byte[]> contents = new TreeMap<>();
        texts.forEach((name, text) -> contents.put(name, text.getBytes(StandardCharsets.UTF_8)));
        new OutputFolder(out).replace(contents, JsonNodeFactory.instance.objectNode());
    }

    /** Whether an unfinished exchange can be seen. */
    boolean unfinished() throws IOException {
        return FolderLock.isThere(x());
    }

    /** What a process that comes next can tell: the number in the lock file is another one each time. */
    Map<String, String> state() throws IOException {
        Map<String, String> state = contents(x());
        state.computeIfPresent(".intaglio-exchange/lock", (name, text) -> text.isEmpty() ? "" : "marked");
        return state;
    }

    /** Which files and folders are in {@code x} and where the exchange takes place, without what is in them. */
    Set<String> progress() throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.exists(x())) {
            try (Stream<Path> paths = Files.walk(x(), 2)) {
                paths.map(path -> x().relativize(path).toString())
                        .filter(name -> !name.contains("/") || name.startsWith(".intaglio-exchange/"))
                        .forEach(names::add);
            }
        }
        return names;
    }

    boolean neighboursAreUntouched() throws IOException {
        Map<String, String> all = contents(root);
        all.keySet().removeIf(name -> name.startsWith("x/") || name.equals("x"));
        return all.equals(NEIGHBOURS);
    }

    /** Text of every file by path; {@code <folder>} for an empty folder; nothing where there is no folder at all. */
    static Map<String, String> contents(Path root) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        if (Files.exists(root)) {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : (Iterable<Path>) paths.filter(path -> !path.equals(root))::iterator) {
                    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                        contents.put(root.relativize(path).toString(), Files.readString(path));
                    } else if (isEmpty(path)) {
                        contents.put(root.relativize(path).toString(), "<folder>");
                    }
                }
            }
        }
        return contents;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
