package intaglio.rtl;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Gives a folder new contents, all of them or none: they are written beside it and moved into it at the end. */
final class FolderReplacement {

    private final Path place;
    private final Path partial;
    private final Path old;

    /** @param place a folder, no link to one, or a path where there is nothing yet */
    FolderReplacement(Path place) {
        this.place = place;
        this.partial = place.resolveSibling("." + place.getFileName() + ".partial");
        this.old = place.resolveSibling("." + place.getFileName() + ".old");
    }

    /** @param contents of the files by their paths in the folder */
    void replace(Map<String, byte[]> contents) throws IOException {
        try {
            delete(partial);
            delete(old);
            for (Map.Entry<String, byte[]> entry : contents.entrySet()) {
                write(partial.resolve(entry.getKey()), entry.getValue());
            }
            if (Files.isDirectory(place)) {
                exchange();
            } else {
                Files.move(partial, place);
            }
        } finally {
            deleteQuietly(partial);
        }
    }

    /**
     * Moves the contents out and the new ones in. The folder itself stays: it may be the working folder of the user's
     * shell. After a failure everything is as it was before.
     */
    private void exchange() throws IOException {
        Files.createDirectory(old);
        boolean emptied = false;
        try {
            moveAll(place, old);
            emptied = true;
            moveAll(partial, place);
        } catch (IOException e) {
            if (emptied) {
                for (Path entry : entries(place)) {
                    delete(entry);
                }
            }
            moveAll(old, place);
            delete(old);
            throw e;
        }
        delete(old);
    }

    private static void moveAll(Path from, Path to) throws IOException {
        for (Path entry : entries(from)) {
            Files.move(entry, to.resolve(entry.getFileName()));
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.sorted().toList();
        }
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static void deleteQuietly(Path path) {
        try {
            delete(path);
        } catch (IOException e) {
            // The error that led here is the one to report.
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
