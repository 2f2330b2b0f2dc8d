package intaglio.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.cli.Options;

/**
 * What {@code simulate} does with the pictures that a network gives.
 *
 * @param folder where they are written
 * @param reference pictures that they should be, in the order of the images
 * @param fullSize whether the images are what the network should give, and are scaled down first
 */
record PictureOptions(Optional<Path> folder, Optional<Path> reference, boolean fullSize) {

    static void addTo(Options options) {
        options.addOption(VerbOption.value(
                "pictures", "DIR", "write what a network gives that makes pictures: integers, floats, plain scaling"));
        options.addOption(VerbOption.file(
                "reference", "picture or folder that the network's pictures are compared with (PSNR, SSIM)"));
        options.addOption(VerbOption.flag(
                "full-size", "the images are what the network should give: scale them down first, and compare"));
    }

    /** Reads the options; mistakes are noted in the arguments. */
    static PictureOptions from(Arguments arguments) {
        boolean fullSize = arguments.has("full-size");
        Optional<Path> reference = arguments.path("reference");
        if (fullSize && reference.isPresent()) {
            arguments.wrong("--full-size takes the images as the reference", "leave --reference out");
        }
        return new PictureOptions(arguments.path("pictures"), reference, fullSize);
    }

    /** Whether any of them was given: they make sense for networks that give pictures only. */
    boolean isGiven() {
        return folder.isPresent() || reference.isPresent() || fullSize;
    }
}
