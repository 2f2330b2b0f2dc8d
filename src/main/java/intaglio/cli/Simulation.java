package intaglio.cli;

import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import java.time.Duration;

/**
 * One run of the golden model over a set of images.
 *
 * @param logits one row per image
 * @param wall time for the logits alone: no reading, no writing
 */
record Simulation(GoldenModel model, ImageSet images, long[][] logits, Duration wall) {

    /** Images between two signs of life on a terminal. */
    private static final int STEP = 2048;

    static Simulation run(GoldenModel model, ImageSet images, Console console) {
        Progress progress = new Progress(console, "simulating", images.count());
        long[][] logits = new long[images.count()][];
        long start = System.nanoTime();
        for (int from = 0; from < images.count(); from += STEP) {
            int to = Math.min(images.count(), from + STEP);
            System.arraycopy(model.logits(images, from, to), 0, logits, from, to - from);
            progress.at(to);
        }
        Duration wall = Duration.ofNanos(System.nanoTime() - start);
        progress.end();
        return new Simulation(model, images, logits, wall);
    }
}
