package intaglio.evaluate;

import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import intaglio.quant.ActivationScale;
import intaglio.quant.TableChoice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A layer's definition (docs/NUMERICS.md) with its own numbers put in. */
final class LayerFormula {

    private LayerFormula() {}

    /** For instance {@code convolution, 6x14x14 to 16x10x10, kernel 5x5, stride 1x1, RELU}. */
    static String description(Network network, int index) {
        Layer layer = network.layers().get(index);
        String shapes = network.shapes().inOrder().get(index) + " to "
                + network.shapes().inOrder().get(index + 1);
        if (layer instanceof Pool2d pool) {
            String kind = pool.kind() == PoolKind.MAX ? "maximum pool" : "average pool";
            return kind + ", " + shapes + window(pool.window());
        }
        Weighted weighted = (Weighted) layer;
        String activation = weighted.activation() == Activation.NONE ? "" : ", " + weighted.activation();
        if (layer instanceof Conv2d conv) {
            String groups = conv.groups() == 1 ? "" : ", " + conv.groups() + " groups";
            return "convolution, " + shapes + window(conv.window()) + groups + activation;
        }
        return "dense, " + shapes + activation;
    }

    private static String window(Window window) {
        String padding = window.isPadded()
                ? ", padding " + window.padTop() + "," + window.padLeft() + "," + window.padBottom() + ","
                        + window.padRight()
                : "";
        return ", kernel " + window.kernelHeight() + "x" + window.kernelWidth() + ", stride " + window.strideY() + "x"
                + window.strideX() + padding;
    }

    /** What one layer of a variant computes. */
    static List<String> lines(Variant variant, int index) {
        Layer layer = variant.model().network().layers().get(index);
        ActivationScale output = variant.layers().get(index).output();
        List<String> lines = new ArrayList<>();
        if (layer instanceof Pool2d pool) {
            int area = pool.window().area();
            lines.add("y = "
                    + (pool.kind() == PoolKind.MAX
                            ? "largest of the " + area + " values of the window"
                            : "roundHalfEven(sum of the " + area + " values of the window / " + area + ")"));
        } else {
            Weighted weighted = (Weighted) layer;
            Shape shape = variant.model().network().shapes().inOrder().get(index);
            IntegerParameters parameters = variant.model().parameters(weighted);
            lines.add(accumulator(parameters, weighted.weightsPerChannel(shape)));
            lines.add("requantized = " + requantized(parameters.requantize()));
            lines.add("y = " + activation(weighted, parameters));
            variant.layers().get(index).table().ifPresent(table -> lines.addAll(table(table)));
            lines.addAll(letters(variant, index, parameters));
        }
        lines.add("y stands for " + real(output.scale()) + " * " + minus("y", output.zeroPoint()));
        return lines;
    }

    private static String activation(Weighted layer, IntegerParameters parameters) {
        if (parameters.table().isPresent()) {
            return "table[requantized]";
        }
        return layer.activation() == Activation.NONE
                ? "requantized"
                : "max(requantized, " + parameters.requantize().zeroPoint() + ")";
    }

    private static List<String> table(TableChoice choice) {
        Interval indices = choice.table().indices();
        return List.of(
                "requantized stands for " + real(choice.index().scale()) + " * "
                        + minus("requantized", choice.index().zeroPoint()),
                String.format(
                        Locale.ROOT,
                        "table = %s in %d places, off by %.2f steps of y at most",
                        choice.function(),
                        indices.high() + 1,
                        choice.error()));
    }

    private static String accumulator(IntegerParameters parameters, int products) {
        String weight = parameters.isPerChannel() ? "(q - Zw)" : minus("q", parameters.zeroPoint());
        return "accumulator = b + sum of " + products + " products " + input(parameters) + " * " + weight;
    }

    private static String input(IntegerParameters parameters) {
        return parameters.inputZeroPoints().length == 1 ? minus("x", parameters.inputZeroPoint(0)) : "(x - Zx)";
    }

    private static String minus(String name, int zeroPoint) {
        return zeroPoint == 0 ? name : "(" + name + " - " + zeroPoint + ")";
    }

    private static String requantized(Requantize requantize) {
        String product = "accumulator";
        if (!ModelSize.handsOn(requantize)) {
            String multiplier = requantize.isPerChannel() ? "M" : Long.toString(requantize.multiplier());
            product = shifted("accumulator * " + multiplier, requantize.shift(), requantize.rounding());
        }
        String sum = requantize.zeroPoint() == 0 ? product : product + " + " + requantize.zeroPoint();
        return requantize.clamp() == null
                ? sum
                : "clamp(" + sum + ", " + requantize.clamp().low() + ", "
                        + requantize.clamp().high() + ")";
    }

    private static String shifted(String product, int shift, Rounding rounding) {
        return switch (rounding) {
            case FLOOR -> "(" + product + " >> " + shift + ")";
            case HALF_UP -> "(" + product + (shift == 0 ? "" : " + 2^" + (shift - 1)) + " >> " + shift + ")";
            default -> "round(" + product + " / 2^" + shift + ", " + rounding.word() + ")";
        };
    }

    /** What the letters stand for, and what the multiplier does. */
    private static List<String> letters(Variant variant, int index, IntegerParameters parameters) {
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
        double in = variant.input(index).scale();
        double out = variant.layers().get(index).requantized().scale();
        String weights = span(parameters.weightScales());
        String step = variant.layers().get(index).table().isPresent() ? "Si" : "Sy";
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

    private static String span(long[] values) {
        long low = Arrays.stream(values).min().orElseThrow();
        long high = Arrays.stream(values).max().orElseThrow();
        return low == high ? Long.toString(low) : low + " to " + high;
    }

    private static String span(double[] values) {
        double low = Arrays.stream(values).min().orElseThrow();
        double high = Arrays.stream(values).max().orElseThrow();
        return low == high ? real(low) : real(low) + " to " + real(high);
    }

    private static String real(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }
}
