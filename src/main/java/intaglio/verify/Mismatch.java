package intaglio.verify;

import intaglio.ir.Shape;
import java.util.Locale;

/**
 * One value of a layer that differs, in the network's terms.
 *
 * @param probe name of the stream, {@code layer.stage}
 * @param frame number of the frame in its run
 * @param image number of the image in the image set
 * @param cycle of the run
 */
public record Mismatch(
        String probe, int channel, int row, int column, long frame, long image, long cycle, long expected, long got) {

    /**
     * Translates a failure line of the bench.
     *
     * @param shape of the layer's output, CHW
     */
    static Mismatch of(Probe probe, Shape shape, BenchResult.Line line) {
        int index = Math.toIntExact(line.number("index"));
        return new Mismatch(
                probe.name(),
                index / shape.pixels(),
                index % shape.pixels() / shape.width(),
                index % shape.width(),
                line.number("frame"),
                line.number("image"),
                line.number("cycle"),
                line.number("expected"),
                line.number("got"));
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "layer %s, channel %d, row %d, column %d, frame %d (image %d), cycle %d: "
                        + "expected %d (0x%x), got %d (0x%x)",
                probe,
                channel,
                row,
                column,
                frame,
                image,
                cycle,
                expected,
                expected,
                got,
                got);
    }
}
