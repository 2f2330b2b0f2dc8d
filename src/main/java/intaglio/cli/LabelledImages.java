package intaglio.cli;

import intaglio.data.ImagePreparation;
import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.graph.Network;
import intaglio.ir.Shape;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Options;

/**
 * The options that say which images to measure with.
 *
 * @param images the file or folder
 * @param labels the right classes
 * @param count how many images at most
 * @param given whether the user gave that number
 * @param preparation what is done to each of them
 */
record LabelledImages(Path images, Optional<Path> labels, int count, boolean given, ImagePreparation preparation) {

    static void addTo(Options options) {
        options.addOption(VerbOption.file("images", "IDX file (.gz or plain), PNG, JPEG, or a folder of pictures"));
        options.addOption(VerbOption.file("labels", "IDX or text file with the right classes: prints the accuracy"));
        options.addOption(VerbOption.value("count", "N", "use the first N images only"));
        PreparationOptions.addTo(options);
    }

    /** Reads the options; mistakes are noted in the arguments. */
    static LabelledImages from(Arguments arguments) {
        return new LabelledImages(
                arguments.requiredPath("images").orElse(Path.of("")),
                arguments.path("labels"),
                (int) arguments.integer("count", 1, Integer.MAX_VALUE, Integer.MAX_VALUE),
                arguments.has("count"),
                PreparationOptions.from(arguments));
    }

    /** The classes, where the user gave any; what is wrong with them is noted in the checks. */
    Optional<int[]> readLabels(Checks checks) {
        return labels.flatMap(file -> checks.attempt(() -> LabelReader.read(file, count)));
    }

    /**
     * The images; what is wrong with them, or does not fit the classes or the network, is noted in the checks.
     *
     * @param classes from {@link #readLabels}
     */
    Optional<ImageSet> read(Network network, Optional<int[]> classes, Checks checks) {
        return read(network.input(), network.output().elements(), classes, checks);
    }

    /** The same for a network that takes images of some shape and has so many outputs. */
    Optional<ImageSet> read(Shape input, int outputs, Optional<int[]> classes, Checks checks) {
        Optional<ImageSet> set = checks.attempt(() -> ImageReader.read(images, input, count, preparation));
        set.ifPresent(found -> checkCounts(found, classes, checks));
        classes.ifPresent(found -> checkClasses(found, outputs, checks));
        return set;
    }

    private void checkCounts(ImageSet set, Optional<int[]> classes, Checks checks) {
        if (given && count > set.count()) {
            checks.add(
                    images.toString(),
                    "has " + set.count() + " images, --count asks for " + count,
                    "give at most " + set.count());
        }
        classes.filter(found -> found.length != set.count())
                .ifPresent(found -> checks.add(
                        labels.orElseThrow().toString(),
                        "has " + found.length + " labels for " + set.count() + " images of " + images,
                        "give files that belong together, or --count " + Math.min(found.length, set.count())));
    }

    private void checkClasses(int[] classes, int outputs, Checks checks) {
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] >= outputs) {
                checks.add(
                        labels.orElseThrow() + ", label " + i,
                        "is class " + classes[i] + ", the network has " + outputs + " outputs (0 to " + (outputs - 1)
                                + ")",
                        "give the labels of this network");
                return;
            }
        }
    }

    /** Prints what was done to the images without being asked for. */
    static void printNotes(ImageSet set, Console console) {
        set.notes().forEach(note -> console.print("images: " + note));
    }
}
