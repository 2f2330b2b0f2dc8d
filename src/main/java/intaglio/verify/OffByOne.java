package intaglio.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Expected frames with one wrong value in the first frame: the bench has to object to a correct design. */
final class OffByOne implements FrameSource {

    private final FrameSource correct;
    private final boolean inLogits;

    private OffByOne(FrameSource correct, boolean inLogits) {
        this.correct = correct;
        this.inLogits = inLogits;
    }

    static FrameSource logit(FrameSource correct) {
        return new OffByOne(correct, true);
    }

    static FrameSource probed(FrameSource correct) {
        return new OffByOne(correct, false);
    }

    @Override
    public int count() {
        return correct.count();
    }

    @Override
    public void frames(int from, int to, Consumer<ExpectedFrame> consumer) {
        correct.frames(from, to, frame -> consumer.accept(frame.image() == 0 ? wrong(frame) : frame));
    }

    private ExpectedFrame wrong(ExpectedFrame frame) {
        long[] logits = frame.logits().clone();
        List<long[]> probed = new ArrayList<>(frame.probed());
        if (inLogits) {
            logits[logits.length - 1]++;
        } else {
            long[] changed = probed.get(0).clone();
            changed[0]--;
            probed.set(0, changed);
        }
        return new ExpectedFrame(frame.image(), frame.pixels(), logits, probed);
    }
}
