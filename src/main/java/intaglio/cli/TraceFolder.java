package intaglio.cli;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.golden.LayerTrace;
import intaglio.graph.Network;
import intaglio.op.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder of {@code --trace}: a file {@code image<N>_<layer>.txt} for every image and layer. */
record TraceFolder(Path folder) {

    private static final Pattern OURS = Pattern.compile("image\\d+_.+\\.txt");

    /**
     * Checks before any work that the folder can be made or written, and holds nothing but traces.
     *
     * @throws IntaglioException exit code 3
     */
    static TraceFolder prepare(Path folder) {
        if (!Files.exists(folder)) {
            OutputFile.checkWritable(folder);
            return new TraceFolder(folder);
        }
        if (!Files.isDirectory(folder)) {
            throw IntaglioException.badInput(folder.toString(), "is a file", "give the name of a folder");
        }
        OutputFile.checkWritable(folder.resolve("image0_.txt"));
        try {
            List<String> foreign = files(folder).stream()
                    .map(file -> file.getFileName().toString())
                    .filter(name -> !OURS.matcher(name).matches())
                    .limit(3)
                    .toList();
            if (!foreign.isEmpty()) {
                throw IntaglioException.badInput(
                        folder.toString(),
                        "holds other files than traces (" + String.join(", ", foreign) + ")",
                        "give a new or empty folder");
            }
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    folder.toString(), "cannot be read (" + IoReason.of(e) + ")", "give another folder");
        }
        return new TraceFolder(folder);
    }

    /**
     * Writes the traces of all images of the run: into a folder beside, and from there into place at the end.
     *
     * @throws IntaglioException exit code 3, with nothing left behind
     */
    void write(Simulation simulation, Network network) {
        Path partial = OutputFile.partial(folder);
        try {
            Files.createDirectory(partial);
            simulation.model().trace(simulation.images(), 0, simulation.images().count(), (image, trace) -> {
                network.layers().forEach(layer -> write(partial, image, layer, trace.layer(layer.label())));
            });
            moveIntoPlace(partial);
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    folder.toString(),
                    "cannot be written (" + IoReason.of(e) + ")",
                    "check the space and the permissions");
        } finally {
            delete(partial);
        }
    }

    private static void write(Path folder, int image, Layer layer, LayerTrace trace) {
        // Before the activation, as the source article prints them; layers that requantize nothing have none.
        long[] values = trace.requantized() == null ? trace.output() : trace.requantized();
        boolean isVector = layer.weighted()
                .filter(weighted -> weighted.movingWindow().isEmpty())
                .isPresent();
        String shape = isVector ? String.valueOf(values.length) : trace.shape().toString();
        OutputFile.write(folder.resolve("image" + image + "_" + trace.label() + ".txt"), writer -> {
            writer.write("# shape " + shape + " (C,H,W order), signed integers, row-major\n");
            for (long value : values) {
                writer.write(value + "\n");
            }
        });
    }

    private void moveIntoPlace(Path partial) throws IOException {
        Files.createDirectories(folder);
        for (Path file : files(partial)) {
            Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path partial) {
        if (Files.isDirectory(partial)) {
            try {
                files(partial).forEach(OutputFile::deleteQuietly);
            } catch (IOException e) {
                // The error that led here is the one to report.
            }
            OutputFile.deleteQuietly(partial);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
