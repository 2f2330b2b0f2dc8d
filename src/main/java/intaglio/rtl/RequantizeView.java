package intaglio.rtl;

import static intaglio.plan.Integers.bitsFor;

import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.Requantize;
import intaglio.ir.SumParameters;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import intaglio.op.Add;
import intaglio.op.Weighted;
import intaglio.plan.Pipeline;
import intaglio.range.LayerRanges;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * How one layer gets from accumulators to outputs, as both engine templates say it ({@code v.requantize},
 * {@code layer.requantize}).
 *
 * @param name what its ROM file is called after
 * @param label the layer
 * @param accumulatorFormula what an accumulator is
 * @param requantize from the accumulator to the output
 * @param table the activation, where it is a table
 * @param activation its activation
 * @param ranges its proved intervals
 * @param channels output channels
 * @param beatChannels channels that are requantized at a time
 */
public record RequantizeView(
        String name,
        String label,
        String accumulatorFormula,
        Requantize requantize,
        Optional<LookupTable> table,
        Activation activation,
        LayerRanges ranges,
        int channels,
        int beatChannels) {

    /** Of a layer with weights. */
    static RequantizeView of(
            String name, Weighted layer, IntegerParameters parameters, LayerRanges ranges, int beatChannels) {
        return new RequantizeView(
                name,
                layer.label(),
                accumulatorFormula(parameters),
                parameters.requantize(),
                parameters.table(),
                layer.activation(),
                ranges,
                layer.outChannels(),
                beatChannels);
    }

    /** Of a layer that adds up its inputs. */
    static RequantizeView of(
            String name, Add layer, SumParameters parameters, LayerRanges ranges, int channels, int beatChannels) {
        return new RequantizeView(
                name,
                layer.label(),
                accumulatorFormula(parameters),
                parameters.requantize(),
                parameters.table(),
                layer.activation(),
                ranges,
                channels,
                beatChannels);
    }

    // ---- words --------------------------------------------------------------------------------------------------

    private static String accumulatorFormula(IntegerParameters parameters) {
        String x = parameters.hasPlainInput() ? "x" : "(x - " + zeroPointOfInputs(parameters) + ")";
        String zeroPoint = parameters.isPerChannel() ? "its channel's zero point" : "" + parameters.zeroPoint();
        return "bias + sum of " + x + " * (q - " + zeroPoint + "), q the uint8 weights";
    }

    private static String zeroPointOfInputs(IntegerParameters parameters) {
        return parameters.inputZeroPoints().length == 1
                ? Integer.toString(parameters.inputZeroPoint(0))
                : "its channel's zero point";
    }

    private static String accumulatorFormula(SumParameters parameters) {
        return IntStream.range(0, parameters.multipliers().length)
                .mapToObj(input -> {
                    int zeroPoint = parameters.inputZeroPoints()[input];
                    long multiplier = parameters.multipliers()[input];
                    String x = zeroPoint == 0 ? "x" + input : "(x" + input + " - " + zeroPoint + ")";
                    return multiplier == 1 ? x : x + " * " + multiplier;
                })
                .collect(Collectors.joining(" + "));
    }

    public String requantizedFormula() {
        String multiplier = requantize.isPerChannel() ? "its channel's multiplier" : "" + requantize.multiplier();
        String text = rounded("accumulator * " + multiplier);
        if (requantize.zeroPoint() != 0) {
            text = "(" + text + ") + " + requantize.zeroPoint();
        }
        Interval clamp = requantize.clamp();
        return clamp == null ? text : String.format(Locale.ROOT, "clamp(%s, %d, %d)", text, clamp.low(), clamp.high());
    }

    private String rounded(String product) {
        if (shift() == 0 || requantize.rounding() == Rounding.FLOOR) {
            return "(" + product + ") >>> " + shift();
        }
        if (requantize.twice()) {
            return "round((" + product + " +- its leading bit) / 2^" + shift() + ")";
        }
        return switch (requantize.rounding()) {
            case HALF_EVEN, HALF_AWAY -> "round(" + product + " / 2^" + shift() + ")";
            default -> "(" + product + " + 2^" + (shift() - 1) + ") >>> " + shift();
        };
    }

    public String scaledText() {
        return "accumulator * " + (requantize.isPerChannel() ? "multiplier" : requantize.multiplier());
    }

    static String roundingText(Requantize requantize) {
        String shift = "the shift rounds "
                + switch (requantize.rounding()) {
                    case FLOOR -> "down";
                    case HALF_UP -> requantize.twice() ? "twice, as TensorFlow Lite does" : "to nearest, ties up";
                    case HALF_EVEN -> "to nearest, ties to even";
                    case HALF_AWAY -> "to nearest, ties away from zero";
                };
        return shift + (requantize.clamp() == null ? "; no saturation" : ", then the clamp; no other saturation")
                + ", every width is proved";
    }

    // ---- numbers ------------------------------------------------------------------------------------------------

    public int shift() {
        return requantize.shift();
    }

    private boolean isToNearest() {
        return requantize.rounding() != Rounding.FLOOR && shift() > 0;
    }

    private long roundOffset() {
        return isToNearest() ? 1L << (shift() - 1) : 0;
    }

    /** What is added before the shift, as a 64-bit literal. */
    public String round() {
        return "64'd" + roundOffset();
    }

    /** Where ties go: 0 up, 1 to even, 2 away from zero; 3 rounds twice. */
    public int ties() {
        if (!isToNearest()) {
            return 0;
        }
        if (requantize.twice()) {
            return 3;
        }
        return switch (requantize.rounding()) {
            case HALF_EVEN -> 1;
            case HALF_AWAY -> 2;
            default -> 0;
        };
    }

    public int relu() {
        return activation == Activation.RELU ? 1 : 0;
    }

    public int outputZeroPoint() {
        return requantize.zeroPoint();
    }

    public int clamped() {
        return requantize.clamp() == null ? 0 : 1;
    }

    public long clampLow() {
        return clamped() == 0 ? 0 : requantize.clamp().low();
    }

    public long clampHigh() {
        return clamped() == 0 ? 0 : requantize.clamp().high();
    }

    public String plusDigits() {
        return VerilogText.hex32(
                perChannel() ? 0 : SignedDigits.of(requantize.multiplier()).plus());
    }

    public String minusDigits() {
        return VerilogText.hex32(
                perChannel() ? 0 : SignedDigits.of(requantize.multiplier()).minus());
    }

    // ---- widths -------------------------------------------------------------------------------------------------

    public int accumulatorWidth() {
        return ranges.accumulator().signedBits();
    }

    private long largestNudge() {
        return IntStream.range(0, requantize.multipliers().length)
                .mapToLong(requantize::nudge)
                .max()
                .orElseThrow();
    }

    public int scaledWidth() {
        Interval rounded = ranges.scaled().union(ranges.scaled().plus(roundOffset() + largestNudge()));
        return Math.max(rounded.signedBits(), accumulatorWidth());
    }

    /** Signed, and wide enough for the zero point that ReLU compares with, or for every index of the table. */
    public int requantizedWidth() {
        Interval least = table.map(LookupTable::indices).orElse(Interval.of(requantize.zeroPoint()));
        return ranges.requantized().union(least).signedBits();
    }

    /** After the activation. */
    public int outputWidth() {
        return ranges.output().bits();
    }

    public String multiplierText() {
        return perChannel() ? "a multiplier for each output channel" : "one multiplier for the layer";
    }

    // ---- table --------------------------------------------------------------------------------------------------

    /** Whether the activation is a table. */
    public boolean lookup() {
        return table.isPresent();
    }

    private LookupTable lookupTable() {
        return table.orElseThrow();
    }

    /** What the table holds, in words. */
    public String function() {
        return activation.toString();
    }

    public int places() {
        return (int) lookupTable().indices().high() + 1;
    }

    public int indexWidth() {
        return bitsFor(places());
    }

    /** Bits of any place, reachable or not. */
    public int placeWidth() {
        return lookupTable().output(lookupTable().indices()).bits();
    }

    public String tableFile() {
        return name + "_table.mem";
    }

    /** Cycles of the requantizer alone, of those from the drain to an output. */
    public int cycles(int finishCycles) {
        return finishCycles - (lookup() ? Pipeline.LOOKUP : 0);
    }

    private RomImage tableRom() {
        List<BigInteger> words = Arrays.stream(lookupTable().outputs())
                .mapToObj(output -> RomImage.pack(new long[] {output}, placeWidth()))
                .toList();
        return new RomImage(
                tableFile(),
                RomImage.Fields.table(placeWidth(), label),
                List.of(
                        "layer " + label + ": " + function() + ", outputs of " + placeWidth() + " bits",
                        "address = requantized value"),
                placeWidth(),
                words);
    }

    // ---- multipliers of channels --------------------------------------------------------------------------------

    public boolean perChannel() {
        return requantize.isPerChannel();
    }

    public int perChannelFlag() {
        return perChannel() ? 1 : 0;
    }

    public int multiplierWidth() {
        long largest = Arrays.stream(requantize.multipliers()).max().orElseThrow();
        return perChannel() ? new Interval(0, largest).unsignedBits() : 1;
    }

    public int multiplierDepth() {
        return channels / beatChannels;
    }

    public int multiplierAddressBits() {
        return bitsFor(multiplierDepth());
    }

    public String multiplierFile() {
        return name + "_multiplier.mem";
    }

    /** The ROMs of the multipliers, where there is one for each channel, and of the table. */
    List<RomImage> roms() {
        List<RomImage> roms = new ArrayList<>();
        if (perChannel()) {
            roms.add(multiplierRom());
        }
        if (lookup()) {
            roms.add(tableRom());
        }
        return roms;
    }

    private RomImage multiplierRom() {
        List<BigInteger> words = RomImage.groups(requantize.multipliers(), beatChannels, multiplierWidth());
        RomImage.Fields fields = RomImage.Fields.multipliers(multiplierWidth(), label);
        return new RomImage(
                multiplierFile(),
                fields,
                List.of("layer " + label + ": multipliers, " + beatChannels + " output channels of " + multiplierWidth()
                        + " bits, the first lowest"),
                beatChannels * multiplierWidth(),
                words);
    }
}
