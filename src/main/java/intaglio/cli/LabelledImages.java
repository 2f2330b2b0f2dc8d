package intaglio.cli;

import intaglio.data.ImageReader;
import intaglio.data.ImageSet;
import intaglio.data.LabelReader;
import intaglio.ir.Network;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.commons.cli.Options;

/**
 * The options that say which images to measure with.
 *
 * @param images the file or folder
 * @param labels the right classes
 * @param count how many images at most
 * @param given whether the user gave that number
 */
record LabelledImages(Path images, Optional<Path> labels, int count, boolean given) {

    static void addTo(Options options) {
        options.addOption(VerbOption.file("images", "IDX file (.gz or plain), PNG, JPEG, or a folder of pictures"));
        options.addOption(VerbOption.file("labels", "IDX or text file with the right classes: prints the accuracy"));
        options.addOption(VerbOption.value("count", "N", "use the first N images only"));
    }

    /** Reads the options; mistakes are noted in the arguments. */
    static LabelledImages from(Arguments arguments) {
        return new LabelledImages(
                arguments.requiredPath("images").orElse(Path.of("")),
                arguments.path("labels"),
                (int) arguments.integer("count", 1, Integer.MAX_VALUE, Integer.MAX_VALUE),
                arguments.has("count"));
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
        Optional<ImageSet> set = checks.attempt(() -> ImageReader.read(images, network.input(), count));
        set.ifPresent(found -> checkCounts(found, classes, checks));
        classes.ifPresent(found -> checkClasses(found, network.output().elements(), checks));
        return set;
    }

    private void checkCounts(ImageSet set, Optional<int[]> classes, Checks checks) {
        if (given && count > set.count()) {
            checks.add(images.toString(), "has " + set.count() + " images, --count asks for " + count,
                    "give at most " + set.count());
        }
        classes.filter(found -> found.length != set.count()).ifPresent(found -> checks.add(
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

    /**
     * An accuracy on images that the quantizer has seen says less than it seems to. Pixels are compared, not names: the
     * same images may come in another file, packed or not, or be a part of it.
     *
     * @param calibration where the quantizer's images come from, the first {@code most} of them
     * @param measured from {@link #read}
     */
    static void warnIfSeen(Path calibration, int most, ImageSet measured, Console console) {
        Set<ByteBuffer> seen = new HashSet<>(frames(ImageReader.read(calibration, measured.shape(), most)));
        long known = frames(measured).stream().filter(seen::contains).count();
        if (known > 0) {
            console.print("note: calibrated with " + (known == measured.count() ? "the" : known + " of the "
                    + measured.count()) + " images that are measured; give others to --calibrate");
        }
    }

    private static List<ByteBuffer> frames(ImageSet set) {
        return IntStream.range(0, set.count())
                .mapToObj(image -> ByteBuffer.wrap(set.pixels(), set.offset(image), set.shape().elements()))
                .toList();
    }
}
