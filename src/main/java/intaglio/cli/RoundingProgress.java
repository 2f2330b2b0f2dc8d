package intaglio.cli;

import intaglio.calibrate.ErrorFeedback;

/** How far the rounding of a network's weights is, layer by layer; on a terminal only. */
final class RoundingProgress implements ErrorFeedback.Progress {

    private final Console console;
    private final int images;
    private String current = "";
    private Progress progress;

    /**
     * Nothing done yet.
     *
     * @param images that each layer's inputs are read of
     */
    RoundingProgress(Console console, int images) {
        this.console = console;
        this.images = images;
        progress = new Progress(console, "", images);
    }

    @Override
    public void at(String layer, int done) {
        if (!layer.equals(current)) {
            current = layer;
            progress = new Progress(console, "rounding the weights of " + layer + ", image", images);
        }
        progress.at(done);
    }

    void end() {
        progress.end();
    }
}
