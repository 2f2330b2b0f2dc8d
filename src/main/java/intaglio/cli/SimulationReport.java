package intaglio.cli;

import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import intaglio.golden.Logits;
import java.util.Locale;
import java.util.Optional;

/** What {@code simulate} prints about a run. */
record SimulationReport(Simulation simulation, Optional<int[]> labels) {

    /** With more images than this, no line per image. */
    private static final int MOST_LISTED = 20;

    void print(Console console) {
        ImageSet images = simulation.images();
        if (labels.isEmpty() && images.count() <= MOST_LISTED) {
            for (int image = 0; image < images.count(); image++) {
                console.print(imageLine(image));
            }
        }
        double seconds = simulation.wall().toNanos() / 1e9;
        console.print(String.format(
                Locale.ROOT,
                "%d images of %s in %.3f s, %.0f images/s (%s)",
                images.count(),
                images.shape(),
                seconds,
                images.count() / seconds,
                simulation.model().kernelName()));
        labels.ifPresent(
                right -> console.print(accuracy(GoldenModel.countCorrect(simulation.logits(), right), images.count())));
    }

    /** For instance {@code accuracy 98.89 % (9889 of 10000)}. */
    static String accuracy(int correct, int total) {
        return "accuracy " + share(correct, total);
    }

    /** For instance {@code 98.89 % (9889 of 10000)}; cut, not rounded, so that 100.00 % means all. */
    static String share(int correct, int total) {
        long hundredths = correct * 10_000L / total;
        return String.format(Locale.ROOT, "%d.%02d %% (%d of %d)", hundredths / 100, hundredths % 100, correct, total);
    }

    private String imageLine(int image) {
        ImageSet images = simulation.images();
        String name =
                images.names().isEmpty() ? "" : " (" + OneLine.of(images.names().get(image)) + ")";
        return "image " + image + name + ": class " + Logits.argmax(simulation.logits()[image]);
    }
}
