package intaglio.cli;

import intaglio.data.ImagePreparation;
import intaglio.data.ImageReader;
import intaglio.inspect.InputChoices;
import intaglio.ir.Normalization;
import intaglio.ir.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The images of {@code inspect}.
 *
 * @param file empty where only the model is shown
 * @param labels the right classes
 * @param count how many images at most
 * @param given whether the user gave that number
 * @param preparation what the user says is done to each of them
 */
record InspectedImages(
        Optional<Path> file, Optional<Path> labels, int count, boolean given, ImagePreparation preparation) {

    static final int DEFAULT_COUNT = 2000;

    /** What the files hold. */
    record Read(Shape stored, int count, Optional<int[]> labels) {}

    /** Reads the options; mistakes are noted in the arguments. */
    static InspectedImages from(Arguments arguments) {
        Optional<Path> images = arguments.path("images");
        if (images.isEmpty() && arguments.has("labels")) {
            arguments.wrong("--labels are for images, and there are none", "add --images FILE");
        }
        return new InspectedImages(
                images,
                arguments.path("labels"),
                (int) arguments.integer("count", 1, Integer.MAX_VALUE, DEFAULT_COUNT),
                arguments.has("count"),
                PreparationOptions.from(arguments));
    }

    /**
     * Reads labels and counts images.
     *
     * @param classes of the network
     * @throws intaglio.diag.IntaglioException exit code 3, with what is wrong in any of the files
     */
    Read read(int classes) {
        Path images = file.orElseThrow();
        LabelledImages labelled = new LabelledImages(images, labels, count, given, ImagePreparation.NONE);
        Checks checks = new Checks();
        Optional<Shape> stored = checks.attempt(() -> ImageReader.firstShape(images));
        Optional<int[]> right = labelled.readLabels(checks);
        Optional<Integer> found = stored.flatMap(shape -> labelled.read(shape, classes, right, checks))
                .map(set -> set.count());
        checks.throwIfAny();
        return new Read(stored.orElseThrow(), found.orElseThrow(), right);
    }

    InputChoices choices(Read read, List<Normalization> known) {
        return new InputChoices(read.stored(), preparation, known);
    }
}
