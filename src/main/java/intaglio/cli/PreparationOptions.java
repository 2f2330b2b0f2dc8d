package intaglio.cli;

import intaglio.data.Background;
import intaglio.data.ChannelOrder;
import intaglio.data.ImagePreparation;
import intaglio.data.ImageSize;
import intaglio.data.Resizing;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.Options;

/** The options that say what is done to an image before the network sees it (docs/images.md). */
final class PreparationOptions {

    static final String CALIBRATION = "calibration-preparation";

    private static final int MOST_PIXELS = 2048;
    private static final Pattern SIZE = Pattern.compile("([1-9][0-9]{0,3})(?:x([1-9][0-9]{0,3}))?");
    private static final List<String> NAMES = List.of("background", "channels", "invert", "resize", "crop", "pad");

    private PreparationOptions() {}

    static void addTo(Options options) {
        options.addOption(
                VerbOption.value("resize", "HxW", "images: scale, as Pillow's bilinear; one number: the shorter side"));
        options.addOption(VerbOption.value("crop", "HxW", "images: keep the middle, after --resize"));
        options.addOption(VerbOption.value("pad", "N", "images: N black pixels on each side, after --crop"));
        options.addOption(VerbOption.flag("invert", "images: the negative, before --resize"));
        options.addOption(
                VerbOption.value("channels", "NAME", "images: rgb, bgr or grey, what the network was trained on"));
        options.addOption(
                VerbOption.value("background", "NAME", "images: white (default) or black under transparent pixels"));
    }

    /** For the verbs that read calibration images only; without any, the options are mistakes. */
    static void refuseWithoutCalibration(Arguments arguments) {
        if (!arguments.has("calibrate")) {
            NAMES.stream()
                    .filter(arguments::has)
                    .forEach(name -> arguments.wrong(
                            "--" + name + " prepares calibration images, and there are none",
                            "leave it out; simulate, evaluate and verify take it for their images"));
        }
    }

    /** For the verbs that read calibration images. */
    static void addCalibrationTo(Options options) {
        options.addOption(
                VerbOption.value(CALIBRATION, "LIST", "uint8: theirs, if another: none, or resize=32x32,pad=2,invert"));
    }

    /** Reads the options; mistakes are noted in the arguments. */
    static ImagePreparation from(Arguments arguments) {
        return read(
                name -> arguments.has(name) ? Optional.of(arguments.text(name).orElse("")) : Optional.empty(),
                name -> "--" + name,
                arguments);
    }

    /** How the calibration images are prepared: as the others, or as an option of their own says. */
    static ImagePreparation forCalibration(Arguments arguments) {
        Optional<String> list = arguments.text(CALIBRATION);
        if (list.isEmpty()) {
            return from(arguments);
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (String word :
                list.get().equals("none") ? new String[0] : list.get().split(",", -1)) {
            String[] parts = word.split("=", 2);
            given.put(parts[0], parts.length == 2 ? parts[1] : "");
            if (!NAMES.contains(parts[0]) || (parts[0].equals("invert") && parts.length == 2)) {
                arguments.wrong(
                        "--" + CALIBRATION + " is " + list.get(),
                        "give none, or some of " + String.join(", ", NAMES) + ": resize=32x32,pad=2,invert");
            }
        }
        return read(name -> Optional.ofNullable(given.get(name)), name -> "--" + CALIBRATION + " " + name, arguments);
    }

    private static ImagePreparation read(
            Function<String, Optional<String>> given, Function<String, String> shown, Arguments arguments) {
        return new ImagePreparation(
                given.apply("background")
                        .flatMap(word ->
                                word(Background.values(), Background::word, word, shown.apply("background"), arguments))
                        .orElse(Background.WHITE),
                given.apply("channels")
                        .flatMap(word -> word(
                                ChannelOrder.values(), ChannelOrder::word, word, shown.apply("channels"), arguments)),
                given.apply("invert").isPresent(),
                given.apply("resize")
                        .flatMap(text -> size(text, shown.apply("resize"), arguments))
                        .map(size -> size.group(2) == null
                                ? Resizing.ofShorterSide(number(size, 1))
                                : new Resizing(number(size, 1), number(size, 2))),
                given.apply("crop")
                        .flatMap(text -> size(text, shown.apply("crop"), arguments))
                        .map(size -> new ImageSize(number(size, 1), number(size, size.group(2) == null ? 1 : 2))),
                given.apply("pad")
                        .map(text -> padding(text, shown.apply("pad"), arguments))
                        .orElse(0));
    }

    private static <T> Optional<T> word(
            T[] values, Function<T, String> spelling, String given, String option, Arguments arguments) {
        Optional<T> found = Arrays.stream(values)
                .filter(value -> spelling.apply(value).equals(given))
                .findFirst();
        if (found.isEmpty()) {
            arguments.wrong(
                    option + " is " + given,
                    "give " + Arrays.stream(values).map(spelling).collect(Collectors.joining(" or ")));
        }
        return found;
    }

    private static Optional<Matcher> size(String text, String option, Arguments arguments) {
        Matcher size = SIZE.matcher(text);
        if (size.matches()
                && number(size, 1) <= MOST_PIXELS
                && (size.group(2) == null || number(size, 2) <= MOST_PIXELS)) {
            return Optional.of(size);
        }
        arguments.wrong(
                option + " is " + text, "give rows x columns, for instance 28x28, or one number; 1 to " + MOST_PIXELS);
        return Optional.empty();
    }

    private static int padding(String text, String option, Arguments arguments) {
        if (text.matches("[0-9]{1,4}") && Integer.parseInt(text) <= MOST_PIXELS) {
            return Integer.parseInt(text);
        }
        arguments.wrong(option + " is " + text, "give a number of pixels from 0 to " + MOST_PIXELS);
        return 0;
    }

    private static int number(Matcher size, int group) {
        return Integer.parseInt(size.group(group));
    }
}
