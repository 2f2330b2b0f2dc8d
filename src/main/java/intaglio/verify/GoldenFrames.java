package intaglio.verify;

import intaglio.data.ImageSet;
import intaglio.golden.GoldenModel;
import intaglio.golden.LayerTrace;
import intaglio.golden.Trace;
import intaglio.graph.IntegerModel;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Expected frames computed by the golden model. */
final class GoldenFrames implements FrameSource {

    private final DesignPlan plan;
    private final ImageSet images;
    private final GoldenModel golden;

    GoldenFrames(DesignPlan plan, IntegerModel model, ImageSet images) {
        this.plan = plan;
        this.images = images;
        this.golden = new GoldenModel(model);
    }

    @Override
    public int count() {
        return images.count();
    }

    @Override
    public void frames(int from, int to, Consumer<ExpectedFrame> consumer) {
        golden.trace(images, from, to, (image, trace) -> consumer.accept(expected(image, trace)));
    }

    private ExpectedFrame expected(int image, Trace trace) {
        int offset = images.offset(image);
        byte[] pixels = Arrays.copyOfRange(
                images.pixels(), offset, offset + images.shape().elements());
        List<long[]> probed =
                plan.probes().stream().map(probe -> tensor(trace, probe)).toList();
        return new ExpectedFrame(image, pixels, trace.logits(), probed);
    }

    private static long[] tensor(Trace trace, Probe probe) {
        LayerTrace layer = trace.layer(probe.layer());
        long[] tensor = switch (probe.stage()) {
            case ACCUMULATOR -> layer.accumulator();
            case REQUANTIZED -> layer.requantized();
            case OUTPUT -> layer.output();
        };
        if (tensor == null) {
            throw new IllegalStateException(probe.name() + ": a pool has no such stage");
        }
        return tensor;
    }
}
