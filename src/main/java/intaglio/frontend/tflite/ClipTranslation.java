package intaglio.frontend.tflite;

/** Activations that end at two numbers. */
final class ClipTranslation implements OperatorTranslation {

    private final float low;
    private final float high;

    ClipTranslation(float low, float high) {
        this.low = low;
        this.high = high;
    }

    @Override
    public void translate(Step step) {
        step.give(step.clipped(step.data(0), low, high));
    }
}
