package intaglio.evaluate;

import static intaglio.evaluate.FormulaText.minus;
import static intaglio.evaluate.FormulaText.real;
import static intaglio.evaluate.FormulaText.span;

import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import intaglio.quant.ActivationScale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A layer's definition (docs/NUMERICS.md) with its own numbers put in, line by line. */
record LayerFormula(Variant variant, Node node) implements LayerCases<List<String>> {

    /** What one layer of a variant computes. */
    static List<String> lines(Variant variant, Node node) {
        List<String> lines = new ArrayList<>(node.layer().match(new LayerFormula(variant, node)));
        ActivationScale output = variant.layer(node.label()).output();
        lines.add("y stands for " + real(output.scale()) + " * " + minus("y", output.zeroPoint()));
        return lines;
    }

    @Override
    public List<String> conv2d(Conv2d layer) {
        return weighted(layer);
    }

    @Override
    public List<String> dense(Dense layer) {
        return weighted(layer);
    }

    private List<String> weighted(Weighted layer) {
        Shape shape = variant.model().network().shapes().input(node);
        IntegerParameters parameters = variant.model().parameters(layer);
        Requantize requantize = parameters.requantize();
        List<String> lines = new ArrayList<>();
        lines.add(accumulator(parameters, layer.weightsPerChannel(shape)));
        lines.add("requantized = " + FormulaText.requantized(requantize));
        lines.add("y = " + FormulaText.activation(layer.activation(), requantize.zeroPoint(), parameters.table()));
        facts().table().ifPresent(table -> lines.addAll(FormulaText.table(table)));
        lines.addAll(letters(parameters));
        return lines;
    }

    @Override
    public List<String> pool2d(Pool2d layer) {
        int area = layer.window().area();
        boolean padded = layer.window().isPadded();
        if (layer.kind() == PoolKind.MAX) {
            return List.of("y = largest of the " + area + " values of the window"
                    + (padded ? " that lie inside the input" : ""));
        }
        if (layer.kind() == PoolKind.AVERAGE_INSIDE) {
            return List.of(
                    "y = roundHalfEven(sum of the values of the window that lie inside the input / their number)");
        }
        List<String> lines = new ArrayList<>();
        lines.add("y = roundHalfEven(sum of the " + area + " values of the window / " + area + ")");
        if (layer.countsPadding()) {
            lines.add("outside the input the value is "
                    + variant.model().padding().getOrDefault(layer.label(), 0) + ", which stands for 0.0");
        }
        return lines;
    }

    @Override
    public List<String> add(Add layer) {
        SumParameters parameters = variant.model().sums().get(layer.label());
        Requantize requantize = parameters.requantize();
        List<String> lines = new ArrayList<>();
        lines.add("accumulator = " + places().mapToObj(i -> term(parameters, i)).collect(Collectors.joining(" + ")));
        lines.add("requantized = " + FormulaText.requantized(requantize));
        lines.add("y = " + FormulaText.activation(layer.activation(), requantize.zeroPoint(), parameters.table()));
        facts().table().ifPresent(table -> lines.addAll(FormulaText.table(table)));
        places().forEach(i -> lines.add("x" + (i + 1) + " is " + name(i) + ", S" + (i + 1) + " = "
                + real(variant.inputs(node).get(i).scale())));
        String step = facts().table().isPresent() ? "Si" : "Sy";
        double out = facts().requantized().scale();
        lines.add(step + " = " + real(out));
        if (!parameters.isPlain()) {
            places().forEach(i -> lines.add("M" + (i + 1) + " / 2^s = "
                    + real(Math.scalb((double) parameters.multipliers()[i], -requantize.shift())) + " for S" + (i + 1)
                    + " / " + step + " = " + real(variant.inputs(node).get(i).scale() / out)));
        }
        return lines;
    }

    private static String term(SumParameters parameters, int input) {
        String value = minus("x" + (input + 1), parameters.inputZeroPoints()[input]);
        long multiplier = parameters.multipliers()[input];
        return multiplier == 1 ? value : multiplier + " * " + value;
    }

    @Override
    public List<String> concat(Concat layer) {
        List<Shape> shapes = variant.model().network().shapes().inputs(node);
        List<String> lines = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < shapes.size(); i++) {
            int next = first + shapes.get(i).channels();
            lines.add("y[channels " + first + " to " + (next - 1) + "] = " + name(i));
            first = next;
        }
        return lines;
    }

    @Override
    public List<String> depthToSpace(DepthToSpace layer) {
        int block = layer.block();
        String row = "row mod " + block;
        String column = "column mod " + block;
        String channel = layer.order() == DepthToSpace.Order.CRD
                ? "(c * " + block + " + " + row + ") * " + block + " + " + column
                : "(" + row + " * " + block + " + " + column + ") * "
                        + variant.model().network().shapes().output(node).channels() + " + c";
        return List.of("y[c, row, column] = x[" + channel + ", row / " + block + ", column / " + block + "]");
    }

    private IntStream places() {
        return IntStream.range(0, node.inputs().size());
    }

    private String name(int input) {
        String label = node.inputs().get(input);
        return label.equals(Network.INPUT) ? "the image" : "the output of '" + label + "'";
    }

    private VariantLayer facts() {
        return variant.layer(node.label());
    }

    private static String accumulator(IntegerParameters parameters, int products) {
        String weight = parameters.isPerChannel() ? "(q - Zw)" : minus("q", parameters.zeroPoint());
        return "accumulator = b + sum of " + products + " products " + input(parameters) + " * " + weight;
    }

    private static String input(IntegerParameters parameters) {
        return parameters.inputZeroPoints().length == 1 ? minus("x", parameters.inputZeroPoint(0)) : "(x - Zx)";
    }

    /** What the letters stand for, and what the multiplier does. */
    private List<String> letters(IntegerParameters parameters) {
        List<String> lines = new ArrayList<>();
        Requantize requantize = parameters.requantize();
        lines.add("b = " + span(parameters.bias()) + ", one for each of " + parameters.bias().length + " channels");
        if (parameters.inputZeroPoints().length > 1) {
            lines.add("Zx = "
                    + span(Arrays.stream(parameters.inputZeroPoints())
                            .asLongStream()
                            .toArray()) + ", one for each input channel");
        }
        if (parameters.isPerChannel()) {
            lines.add("Zw = "
                    + span(Arrays.stream(parameters.weightZeroPoints())
                            .asLongStream()
                            .toArray()) + ", one for each channel");
        }
        if (requantize.isPerChannel()) {
            lines.add("M = " + span(requantize.multipliers()) + ", one for each channel");
        }
        double in = variant.inputs(node).get(0).scale();
        double out = facts().requantized().scale();
        String weights = span(parameters.weightScales());
        String step = facts().table().isPresent() ? "Si" : "Sy";
        lines.add("Sx = " + real(in) + ", Sw = " + weights + ", " + step + " = " + real(out));
        if (!ModelSize.handsOn(requantize)) {
            double[] shifted = Arrays.stream(requantize.multipliers())
                    .mapToDouble(multiplier -> Math.scalb((double) multiplier, -requantize.shift()))
                    .toArray();
            lines.add("M / 2^s = " + span(shifted) + " for Sx * Sw / " + step + " = "
                    + span(Arrays.stream(parameters.weightScales())
                            .map(scale -> in * scale / out)
                            .toArray()));
        }
        return lines;
    }
}
