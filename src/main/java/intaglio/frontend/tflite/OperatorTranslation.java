package intaglio.frontend.tflite;

/** What one kind of operator becomes in ONNX. */
interface OperatorTranslation {

    /** Adds the nodes of an operator; reports what has no counterpart. Its output is given, or reported. */
    void translate(Step step);
}
