package intaglio.cli;

import intaglio.data.ImagePreparation;
import intaglio.graph.FloatModel;
import intaglio.inspect.InputCheck;
import intaglio.inspect.InputCheck.Contradiction;
import java.util.Locale;

/** Warns where labelled images show that something else was done to the images of the training. */
final class InputWarning {

    private InputWarning() {}

    /**
     * Runs the float network on some of the images under other hypotheses and prints a warning where one is clearly
     * better.
     *
     * @param trained as it was told
     * @param images with one label each
     */
    static void print(ModelOptions options, FloatModel trained, LabelledImages images, int[] labels, Console console) {
        if (trained.given().isPresent() || options.requant().isPresent()) {
            // Integers that are given, not real weights that a normalization could precede.
            return;
        }
        OpenInput open = new OpenInput(trained.network(), options.hints().normalization());
        InputCheck.of(
                        trained,
                        images.images(),
                        labels,
                        images.preparation(),
                        open.alternatives(options.network().isPresent()))
                .ifPresent(found -> console.print(text(found, open, trained, images.preparation())));
    }

    private static String text(Contradiction found, OpenInput open, FloatModel trained, ImagePreparation preparation) {
        boolean inverted = found.better().preparation().inverted() && !preparation.inverted();
        return String.format(
                Locale.ROOT,
                "warning: %s: of the first %d the float network has %.2f %% right as it is"
                        + " told, and %.2f %% with %s; %s",
                inverted ? "the images look inverted" : "the images do not look like those of the training",
                found.images(),
                percent(found.asTold(), found),
                percent(found.correct(), found),
                found.better().text(),
                advice(found, open, trained));
    }

    private static double percent(int count, Contradiction found) {
        return 100.0 * count / found.images();
    }

    private static String advice(Contradiction found, OpenInput open, FloatModel trained) {
        boolean same = found.better().normalization().equals(trained.network().normalization());
        String preparation = found.better().preparation().options();
        String known = preparation.isEmpty() ? "" : "give " + preparation;
        if (same) {
            return known.isEmpty() ? "leave the options that prepare images out" : known + " and no others for images";
        }
        if (!open.takesOptions()) {
            return "the network file says " + trained.network().normalization().formula()
                    + ": correct its mean, std and pixels" + (known.isEmpty() ? "" : ", and " + known);
        }
        String all = open.options(found.better());
        return all.isEmpty() ? "leave the options for the input out" : "give " + all;
    }
}
