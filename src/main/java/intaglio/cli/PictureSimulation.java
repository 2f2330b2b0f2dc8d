package intaglio.cli;

import intaglio.data.ImageReader;
import intaglio.data.ImageSize;
import intaglio.data.Picture;
import intaglio.data.PictureSet;
import intaglio.data.PictureWriter;
import intaglio.data.Psnr;
import intaglio.data.Ssim;
import intaglio.data.YCbCr;
import intaglio.diag.IntaglioException;
import intaglio.evaluate.PictureRunner;
import intaglio.evaluate.ReceptiveField;
import intaglio.graph.Network;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code simulate} for a network that gives pictures: of any size, in tiles; integers beside floats and plain bicubic
 * scaling; compared with what they should be.
 *
 * <p>A network of one channel runs on Y of a colour picture. Cb and Cr are scaled by bicubic interpolation then.
 */
final class PictureSimulation {

    private final LabelledImages images;
    private final PictureOptions options;
    private final Console console;
    private final PictureRunner runner;
    private final int channels;
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Scores> scores = new ArrayList<>();

    /** PSNR of Y and of all channels, SSIM of Y: of plain scaling, floats and integers. */
    private record Scores(double[] luminance, double[] all, double[] similarity) {}

    PictureSimulation(LoadedModel loaded, LabelledImages images, PictureOptions options, Console console) {
        this.images = images;
        this.options = options;
        this.console = console;
        Network network = loaded.model().network();
        channels = network.input().channels();
        // A network whose outputs read everything runs on pictures of its own size only.
        int overlap = ReceptiveField.of(network).orElse(0);
        runner = new PictureRunner(loaded.trained(), loaded.model(), overlap);
        ImageSize tile = runner.tile();
        if (Math.min(tile.height(), tile.width()) <= 2 * overlap) {
            console.print("note: tiles would need " + overlap + " pixels around them, more than the network's " + tile
                    + " hold: only pictures of that size can be run");
        }
    }

    /**
     * Runs all pictures.
     *
     * @throws IntaglioException exit code 3, for pictures that cannot be read or do not fit
     */
    void run() {
        PictureSet set = read(images.images());
        Optional<PictureSet> references = options.reference().map(this::read);
        references.ifPresent(found -> checkCount(set, found));
        set.notes().forEach(note -> console.print("images: " + note));
        if (options.fullSize() || references.isPresent()) {
            console.print(String.format(
                    Locale.ROOT, "%-24s %9s %-9s %9s %9s %9s", "picture", "size", "", "PSNR Y", "PSNR", "SSIM Y"));
        }
        for (int i = 0; i < set.pictures().size(); i++) {
            Picture given = set.pictures().get(i);
            if (options.fullSize()) {
                Picture truth = cropped(given);
                run(set.names().get(i), scaledDown(truth), Optional.of(truth));
            } else {
                int number = i;
                run(
                        set.names().get(i),
                        given,
                        references.map(found -> found.pictures().get(number)));
            }
        }
        if (scores.size() > 1) {
            print("mean", "", mean());
        }
        options.folder().ifPresent(folder -> {
            new PictureFolder(folder).write(files);
            console.print("pictures: " + folder);
        });
    }

    private PictureSet read(Path path) {
        return ImageReader.pictures(path, 3, images.count(), images.preparation());
    }

    private void checkCount(PictureSet set, PictureSet references) {
        if (set.pictures().size() != references.pictures().size()) {
            throw IntaglioException.badInput(
                    options.reference().orElseThrow().toString(),
                    "holds " + references.pictures().size() + " pictures, " + images.images() + " holds "
                            + set.pictures().size(),
                    "give one reference for each picture, in the same order");
        }
    }

    private Picture scaledDown(Picture truth) {
        int factor = runner.factor();
        return truth.bicubic(new ImageSize(truth.height() / factor, truth.width() / factor));
    }

    /** Without the last rows and columns that are no whole pixel of the network's input. */
    private Picture cropped(Picture picture) {
        int factor = runner.factor();
        ImageSize whole = new ImageSize(picture.height() / factor * factor, picture.width() / factor * factor);
        return picture.part(0, 0, whole);
    }

    private void run(String name, Picture small, Optional<Picture> truth) {
        ImageSize tile = runner.tile();
        if (small.height() < tile.height() || small.width() < tile.width()) {
            throw IntaglioException.badInput(
                    name,
                    "has " + small.height() + "x" + small.width() + " pixels, the network takes " + tile,
                    "give a larger picture, or a smaller --input-size where the model leaves its size free");
        }
        int factor = runner.factor();
        ImageSize large = new ImageSize(small.height() * factor, small.width() * factor);
        Picture plain = small.bicubic(large);
        boolean ofLuminance = channels == 1 && !small.isGrey();
        PictureRunner.Result result =
                runner.run(channels == 3 ? small : plane(ofLuminance ? YCbCr.of(small) : small, 0));
        List<Picture> pictures = List.of(
                plain, coloured(result.floats(), plain, ofLuminance), coloured(result.integers(), plain, ofLuminance));
        List<String> kinds = List.of("bicubic", "float", "integers");
        for (int i = 0; i < kinds.size() && options.folder().isPresent(); i++) {
            files.put(stem(name) + "_" + kinds.get(i) + ".png", PictureWriter.png(pictures.get(i)));
        }
        truth.ifPresentOrElse(
                reference -> compare(name, pictures, checked(name, reference, large)),
                () -> console.print(name + ": " + small.height() + "x" + small.width() + " to " + large.height() + "x"
                        + large.width() + ", " + result.tiles() + (result.tiles() == 1 ? " tile" : " tiles")
                        + (ofLuminance ? ", Y of BT.601 by the network" : "")));
    }

    private static Picture plane(Picture picture, int channel) {
        return new Picture(new byte[][] {picture.planes()[channel]}, picture.height(), picture.width());
    }

    /** As red, green and blue: grey, or the network's Y with the colours of plain scaling. */
    private Picture coloured(Picture result, Picture plain, boolean ofLuminance) {
        if (result.planes().length == 3) {
            return result;
        }
        byte[] own = result.planes()[0];
        if (!ofLuminance) {
            return new Picture(new byte[][] {own, own, own}, result.height(), result.width());
        }
        byte[][] colours = YCbCr.of(plain).planes();
        return YCbCr.toRgb(new Picture(new byte[][] {own, colours[1], colours[2]}, result.height(), result.width()));
    }

    private Picture checked(String name, Picture reference, ImageSize large) {
        int factor = runner.factor();
        boolean fits = reference.height() / factor == large.height() / factor
                && reference.width() / factor == large.width() / factor;
        if (!fits) {
            throw IntaglioException.badInput(
                    name,
                    "its reference has " + reference.height() + "x" + reference.width() + " pixels, the network gives "
                            + large,
                    "give a reference " + factor + " times as large as the picture, or --full-size");
        }
        return reference.part(0, 0, large);
    }

    private void compare(String name, List<Picture> pictures, Picture truth) {
        int border = runner.factor();
        double[] luminance = new double[pictures.size()];
        double[] all = new double[pictures.size()];
        double[] similarity = new double[pictures.size()];
        for (int i = 0; i < pictures.size(); i++) {
            luminance[i] = Psnr.ofLuminance(pictures.get(i), truth, border);
            all[i] = Psnr.of(pictures.get(i), truth, border);
            similarity[i] = Ssim.ofLuminance(pictures.get(i), truth, border);
        }
        Scores found = new Scores(luminance, all, similarity);
        scores.add(found);
        print(OneLine.of(name), truth.height() + "x" + truth.width(), found);
    }

    private void print(String name, String size, Scores found) {
        List<String> kinds = List.of("bicubic", "float", "integers");
        for (int i = 0; i < kinds.size(); i++) {
            console.print(String.format(
                    Locale.ROOT,
                    "%-24s %9s %-9s %6.2f dB %6.2f dB %9.4f",
                    i == 0 ? name : "",
                    i == 0 ? size : "",
                    kinds.get(i),
                    found.luminance()[i],
                    found.all()[i],
                    found.similarity()[i]));
        }
    }

    private Scores mean() {
        Scores sum = new Scores(new double[3], new double[3], new double[3]);
        for (Scores one : scores) {
            for (int i = 0; i < 3; i++) {
                sum.luminance()[i] += one.luminance()[i] / scores.size();
                sum.all()[i] += one.all()[i] / scores.size();
                sum.similarity()[i] += one.similarity()[i] / scores.size();
            }
        }
        return sum;
    }

    private static String stem(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        int dot = last.lastIndexOf('.');
        return dot > 0 ? last.substring(0, dot) : last;
    }
}
