package intaglio.cli;

import intaglio.ir.Requantize;
import intaglio.quant.BoundedScale;
import intaglio.quant.RequantizeError;
import intaglio.quant.Uint8LayerReport;
import intaglio.quant.Uint8Quantized;
import intaglio.range.Ranges;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What uint8 quantization made of every layer: activation scale and zero point, multipliers, proved sums. */
final class Uint8Report {

    private static final int NAMED_CHANNELS = 4;

    private Uint8Report() {}

    static void print(Uint8Quantized quantized, Ranges ranges, Console console) {
        console.print(String.format(
                Locale.ROOT,
                "%-10s %7s %9s %11s %4s %20s %12s",
                "layer",
                "weights",
                "scales",
                "output S",
                "Z",
                "multiplier",
                "accumulator"));
        for (Uint8LayerReport layer : quantized.layers()) {
            console.print(String.format(
                    Locale.ROOT,
                    "%-10s %7s %9s %11.4e %4d %20s %7d bits",
                    layer.label(),
                    layer.hasWeights() ? layer.weightBits() + " bits" : "sum",
                    layer.hasWeights() ? layer.weightScales().length : "",
                    layer.output().scale(),
                    layer.output().zeroPoint(),
                    multiplier(layer.requantize()),
                    ranges.layer(layer.label()).accumulator().signedBits()));
        }
        quantized
                .layers()
                .forEach(layer -> layer.table().ifPresent(table -> TableReport.print(layer.label(), table, console)));
        console.print("");
    }

    /** Lines about each layer whose multipliers are not exact, or whose weights have bounded scales. */
    static void printNotes(Uint8Quantized quantized, Console console) {
        quantized.layers().forEach(layer -> layer.error().ifPresent(error -> console.print(note(layer, error))));
        boundedScales(quantized).forEach(note -> console.print("note: " + note));
    }

    /** One line for each layer with channels whose scale is larger than their weights ask for. */
    static List<String> boundedScales(Uint8Quantized quantized) {
        return quantized.layers().stream()
                .filter(layer -> !layer.bounded().isEmpty())
                .map(Uint8Report::boundedScales)
                .toList();
    }

    private static String boundedScales(Uint8LayerReport layer) {
        List<BoundedScale> bounded = layer.bounded();
        String channels = bounded.stream()
                .limit(NAMED_CHANNELS)
                .map(one -> one.own() == 0
                        ? String.format(Locale.ROOT, "%d (only zeros, S is %.4g)", one.channel(), one.scale())
                        : String.format(Locale.ROOT, "%d (S %.4g becomes %.4g)", one.channel(), one.own(), one.scale()))
                .collect(Collectors.joining(", "));
        return layer.label() + ": " + (bounded.size() == 1 ? "1 channel has" : bounded.size() + " channels have")
                + " a larger scale than the weights ask for, so that the bias fits: channel " + channels
                + (bounded.size() > NAMED_CHANNELS ? ", ..." : "");
    }

    private static String multiplier(Requantize requantize) {
        long[] multipliers = requantize.multipliers();
        long largest = Arrays.stream(multipliers).max().orElseThrow();
        return requantize.isPerChannel()
                ? "<= " + largest + " >> " + requantize.shift()
                : largest + " >> " + requantize.shift();
    }

    private static String note(Uint8LayerReport layer, RequantizeError error) {
        return "note: " + layer.label() + " differs from its real scale by up to " + error.worst()
                + " steps, first for accumulator " + error.accumulator() + " of channel " + error.channel() + " ("
                + error.integer() + ", real scale " + error.real() + "); wider multipliers would be exact";
    }
}
