package intaglio.cli;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.stream.Stream;

/** The folder of {@code --pictures}: new or empty before, with all pictures after. */
record PictureFolder(Path folder) {

    /**
     * Checks before any work that the folder can be made and holds nothing.
     *
     * @throws IntaglioException exit code 3
     */
    static PictureFolder prepare(Path folder) {
        if (!Files.exists(folder)) {
            OutputFile.checkWritable(folder);
            return new PictureFolder(folder);
        }
        if (!Files.isDirectory(folder)) {
            throw IntaglioException.badInput(folder.toString(), "is a file", "give the name of a folder");
        }
        OutputFile.checkWritable(folder.resolve("picture.png"));
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw IntaglioException.badInput(
                        folder.toString(), "holds files already", "give a new or empty folder");
            }
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    folder.toString(), "cannot be read (" + IoReason.of(e) + ")", "give another folder");
        }
        return new PictureFolder(folder);
    }

    /**
     * Writes the files into a folder beside, which then takes its place.
     *
     * @param files content by name
     * @throws IntaglioException exit code 3, with nothing left behind
     */
    void write(Map<String, byte[]> files) {
        Path partial = OutputFile.partial(folder);
        try {
            Files.createDirectory(partial);
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                Files.write(partial.resolve(file.getKey()), file.getValue());
            }
            Files.deleteIfExists(folder);
            Files.move(partial, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            files.keySet().forEach(name -> OutputFile.deleteQuietly(partial.resolve(name)));
            OutputFile.deleteQuietly(partial);
            throw IntaglioException.badInput(
                    folder.toString(),
                    "cannot be written (" + IoReason.of(e) + ")",
                    "check the space and the permissions");
        }
    }
}
