package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import java.util.Optional;

/**
 * A layer with a scale of its own, because it gives accumulators: those with weights, and sums. An activation behind it
 * joins it, and in a quantized model what its outputs are quantized to.
 */
abstract class ScaledDraft extends LayerDraft {

    private Activation activation = Activation.NONE;
    private Grid output;

    /** Whether a layer reads the numbers as they are before anything quantizes them. */
    private boolean readWide;

    // Real numbers that a Clip before QuantizeLinear leaves.
    private float least = Float.NEGATIVE_INFINITY;
    private float most = Float.POSITIVE_INFINITY;

    /** For subclasses. */
    ScaledDraft(Node node, String name) {
        super(node, name);
    }

    Activation activation() {
        return activation;
    }

    /** What its outputs are quantized to; null where nothing quantizes them. */
    Grid output() {
        return output;
    }

    /** Whether a Clip is left that nothing quantizes behind it. */
    boolean isLimited() {
        return output == null && (least > Float.NEGATIVE_INFINITY || most < Float.POSITIVE_INFINITY);
    }

    @Override
    Optional<ScaledDraft> scaled() {
        return Optional.of(this);
    }

    @Override
    boolean isOpen() {
        return !isShared();
    }

    @Override
    boolean isUnchangedBy(Activation function) {
        return Activations.isDone(function, activation);
    }

    @Override
    boolean canTake(Activation function) {
        return Activations.canFollow(function, activation);
    }

    @Override
    void take(Activation function) {
        activation = function;
    }

    @Override
    boolean isQuantizable() {
        return true;
    }

    /** Bytes without negative numbers are a ReLU: quantizers leave the Relu out then. */
    @Override
    Grid quantize(Grid target, Node by, GraphDraft graph) {
        Grid limited = target.within(target.quantize(least), target.quantize(most));
        if (readWide || (output != null && !output.equals(limited))) {
            refuseTwoReaders(by);
        }
        output = limited;
        activation = limited.hasNegatives() || activation != Activation.NONE ? activation : Activation.RELU;
        return activation == Activation.NONE ? limited : limited.within(limited.zeroPoint(), limited.high());
    }

    @Override
    void readWide(Node by) {
        if (output != null) {
            refuseTwoReaders(by);
        }
        readWide = true;
    }

    private void refuseTwoReaders(Node by) {
        by.problem(
                "reads what '" + Text.printable(name())
                        + "' gives otherwise than another node does, which quantizes it "
                        + (output == null ? "not at all" : "to " + output),
                "quantize it once, and let all read that");
    }

    @Override
    void narrow(int low, int high) {
        output = output.within(low, high);
    }

    @Override
    void limit(float low, float high) {
        least = Math.max(least, low);
        most = Math.min(most, high);
    }
}
