package intaglio.frontend.keras;

/** What layers of one class become in ONNX. */
interface LayerRule {

    /** What the layer gives. What is not supported is reported; the value is of no use then. */
    Value apply(LayerCall call);
}
