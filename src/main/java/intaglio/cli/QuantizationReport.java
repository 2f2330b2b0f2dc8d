package intaglio.cli;

import intaglio.ir.Requantize;
import intaglio.quant.LayerReport;
import intaglio.quant.Quantized;
import intaglio.range.LayerRanges;
import intaglio.range.Ranges;
import java.util.Locale;

/** What became of every layer's numbers: scale, zero point, multiplier, and the proved width of its sums. */
final class QuantizationReport {

    private QuantizationReport() {}

    /** The error of a multiplier that the user gave is not known: its S is what the multiplier says. */
    static void print(Quantized quantized, boolean given, Ranges ranges, Console console) {
        console.print(String.format(
                Locale.ROOT, "%-10s %11s %5s %18s %10s %12s", "layer", "S", "Z", "multiplier", "error", "accumulator"));
        for (LayerReport layer : quantized.layers()) {
            String error = given
                    ? "given"
                    : !layer.hasWeights() ? "" : String.format(Locale.ROOT, "%.2f %%", 100 * layer.relativeError());
            console.print(line(layer, error, ranges.layer(layer.label())));
        }
        quantized.layers().stream()
                .filter(layer -> layer.clippedWeights() > 0)
                .forEach(layer -> console.print("note: " + layer.label() + " has " + layer.clippedWeights()
                        + " weights that uint8 with a zero point in 0..255 cannot reach; they are clipped"));
        quantized
                .layers()
                .forEach(layer -> layer.table().ifPresent(table -> TableReport.print(layer.label(), table, console)));
        console.print("");
    }

    private static String line(LayerReport layer, String error, LayerRanges range) {
        Requantize pair = layer.requantize();
        return String.format(
                Locale.ROOT,
                "%-10s %11s %5s %18s %10s %7d bits",
                layer.label(),
                layer.hasWeights() ? String.format(Locale.ROOT, "%.4e", layer.weightScale()) : "sum",
                layer.hasWeights() ? layer.zeroPoint() : "",
                pair.multiplier() + " >> " + pair.shift(),
                error,
                range.accumulator().signedBits());
    }
}
