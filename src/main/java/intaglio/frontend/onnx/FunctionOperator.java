package intaglio.frontend.onnx;

import intaglio.ir.Activation;
import intaglio.ir.ActivationFunction;
import intaglio.ir.FunctionKind;
import java.util.List;
import java.util.stream.IntStream;

/** A function of each element: the activation of the weighted layer before it. Attributes are the function's numbers. */
final class FunctionOperator implements Operator {

    private final FunctionKind kind;
    private final double[] usual;

    /**
     * For one operator.
     *
     * @param usual ONNX's defaults of the function's numbers; none where the operator has no attributes
     */
    FunctionOperator(FunctionKind kind, double... usual) {
        this.kind = kind;
        this.usual = usual;
    }

    @Override
    public List<String> attributes() {
        return kind.parameters().stream()
                .map(FunctionKind.Parameter::name)
                .limit(usual.length)
                .toList();
    }

    @Override
    public void apply(Node node, int dataInput, LayerChain chain) {
        List<FunctionKind.Parameter> parameters = kind.parameters();
        double[] numbers = IntStream.range(0, parameters.size())
                .mapToDouble(i -> i < usual.length
                        ? node.real(parameters.get(i).name(), (float) usual[i])
                        : parameters.get(i).usual())
                .toArray();
        activate(ActivationFunction.of(kind, numbers), node, chain);
    }

    /** Makes a function the activation of the last weighted layer. If it is monotone, it moves before max pools. */
    static void activate(Activation activation, Node node, LayerChain chain) {
        chain.settle();
        LayerDraft layer = chain.lastWeighted();
        if (chain.isLost()) {
            return;
        }
        boolean monotone = !(activation instanceof ActivationFunction function) || function.isMonotone();
        if (chain.quantization().isActive()) {
            node.problem(
                    "is a function that a quantized model is not read with; Relu and Clip are",
                    "give the float model and let Intaglio quantize it");
            chain.lose();
        } else if (layer == null) {
            node.problem(
                    "is applied to the images, before any layer with weights",
                    "leave it out and prepare the images so");
        } else if (layer.activation() != Activation.NONE) {
            node.problem(
                    "follows the activation of '" + Text.printable(layer.name()) + "', and a layer has one",
                    "leave one of them out and train again");
        } else if (!chain.endsInMaxPools()) {
            node.problem(
                    "follows an average pool, and the mean of a function is not the function of the mean",
                    "put it before the pool and train again");
        } else if (!monotone && chain.layers().get(chain.layers().size() - 1) != layer) {
            node.problem(
                    "follows a max pool, and does not rise everywhere, so it cannot change places with it",
                    "put it before the pool and train again");
        } else {
            layer.activate(activation);
        }
    }
}
