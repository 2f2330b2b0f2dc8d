package intaglio.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/** Which number of an engine's layers stands in which field of which ROM. */
abstract class RomLayout {

    /** Where the weights of one tap or the biases of an engine stand. */
    record Place(int tap, int word, int field) {}

    /** ROMs that hold more than this many fields for every weight are not ours. */
    private static final int MOST_FIELDS_FOR_A_WEIGHT = 64;

    private final PlannedEngine engine;

    RomLayout(PlannedEngine engine) {
        this.engine = engine;
    }

    /** The layers with weights, in order. */
    abstract List<LayerNumbers> layers();

    abstract BigInteger taps();

    /** Outputs of a group. */
    abstract int pe();

    /** Words of the ROM of a tap. */
    abstract int weightWords();

    /** Words of the ROM of biases. */
    abstract int biasWords();

    abstract Place weight(int layer, int outChannel, int index);

    abstract Place bias(int layer, int outChannel);

    /** Output channels that are requantized at a time. */
    abstract int beatChannels();

    /**
     * What each ROM of the engine has to hold.
     *
     * @throws IllegalArgumentException where the plan's ROMs are not those that the engine needs
     */
    Map<PlannedRom, RomContents> contents() {
        requireSensible();
        Map<PlannedRom, RomContents> contents = new HashMap<>();
        contents.putAll(weights());
        PlannedRom biases = only(rom -> rom.holds() == PlannedRom.Holds.BIASES, "biases");
        contents.put(biases, biases(biases));
        for (LayerNumbers layer : layers()) {
            if (layer.multiplierPerChannel()) {
                String label = layer.layer().label();
                PlannedRom rom = only(
                        one -> one.holds() == PlannedRom.Holds.MULTIPLIERS && label.equals(one.layer()),
                        "multipliers of " + label);
                contents.put(rom, multipliers(rom, layer));
            }
            layer.parameters().table().ifPresent(table -> {
                String label = layer.layer().label();
                PlannedRom rom = only(
                        one -> one.holds() == PlannedRom.Holds.TABLE && label.equals(one.layer()), "table of " + label);
                contents.put(rom, table(rom, label, table.outputs()));
            });
        }
        if (contents.size() != engine.roms().size()) {
            throw new IllegalArgumentException("the plan lists " + engine.roms().size() + " ROMs for engine "
                    + engine.name() + ", its layers need " + contents.size());
        }
        return contents;
    }

    /** Whether the folding belongs to the layers at all; a damaged plan must not ask for any amount of memory. */
    private void requireSensible() {
        BigInteger taps = taps();
        long listed = engine.roms().stream()
                .filter(rom -> rom.holds() == PlannedRom.Holds.WEIGHTS)
                .map(PlannedRom::tap)
                .distinct()
                .count();
        long weights = layers().stream()
                .mapToLong(layer -> (long) layer.outChannels() * layer.perChannel())
                .sum();
        BigInteger fields = BigInteger.valueOf(listed)
                .multiply(BigInteger.valueOf(weightWords()))
                .multiply(BigInteger.valueOf(pe()));
        if (!taps.equals(BigInteger.valueOf(listed))
                || fields.compareTo(BigInteger.valueOf(weights * MOST_FIELDS_FOR_A_WEIGHT)) > 0) {
            throw new IllegalArgumentException("the folding of engine " + engine.name() + " in the plan is for " + taps
                    + " taps with " + fields + " fields; it lists ROMs of " + listed + ", and its layers have "
                    + weights + " weights");
        }
    }

    private PlannedRom only(Predicate<PlannedRom> which, String what) {
        List<PlannedRom> found = engine.roms().stream().filter(which).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "the plan lists " + found.size() + " ROMs for the " + what + " of engine " + engine.name());
        }
        return found.get(0);
    }

    private Map<PlannedRom, RomContents> weights() {
        int[] first = firstNumbers(LayerNumbers::perChannel);
        IntFunction<String> names = number -> {
            int layer = layerOf(first, number);
            int perChannel = layers().get(layer).perChannel();
            int flat = number - first[layer];
            return layers().get(layer).weightName(flat / perChannel, flat % perChannel);
        };
        Map<PlannedRom, RomContents> contents = new HashMap<>();
        List<NavigableMap<Integer, RomContents>> ofTap = new ArrayList<>();
        for (int tap = 0; tap < taps().intValueExact(); tap++) {
            ofTap.add(new TreeMap<>());
            banks(tap, names).forEach((rom, memory) -> {
                contents.put(rom, memory);
                ofTap.get(rom.tap()).put(rom.firstWord(), memory);
            });
        }
        for (int layer = 0; layer < layers().size(); layer++) {
            LayerNumbers numbers = layers().get(layer);
            for (int flat = 0; flat < numbers.outChannels() * numbers.perChannel(); flat++) {
                int outChannel = flat / numbers.perChannel();
                int index = flat % numbers.perChannel();
                Place place = weight(layer, outChannel, index);
                Map.Entry<Integer, RomContents> bank = ofTap.get(place.tap()).floorEntry(place.word());
                bank.getValue()
                        .put(
                                place.word() - bank.getKey(),
                                place.field(),
                                numbers.weight(outChannel, index),
                                first[layer] + flat);
            }
        }
        return contents;
    }

    /** The memories of a tap: one, or several that hold its words one after the other. */
    private Map<PlannedRom, RomContents> banks(int tap, IntFunction<String> names) {
        List<PlannedRom> banks = engine.roms().stream()
                .filter(rom -> rom.tap() == tap)
                .sorted(Comparator.comparing(PlannedRom::bank))
                .toList();
        Map<PlannedRom, RomContents> contents = new HashMap<>();
        for (int bank = 0; bank < banks.size(); bank++) {
            PlannedRom rom = banks.get(bank);
            int end = bank + 1 < banks.size() ? banks.get(bank + 1).firstWord() : weightWords();
            if (rom.bank() != bank || (bank == 0 && rom.firstWord() != 0) || rom.firstWord() >= end) {
                throw new IllegalArgumentException("the plan's ROMs for the weights of tap " + tap + " of engine "
                        + engine.name() + " do not follow each other");
            }
            contents.put(rom, new RomContents(end - rom.firstWord(), pe(), rom.bits(), true, names));
        }
        if (banks.isEmpty()) {
            throw new IllegalArgumentException(
                    "the plan lists no ROM for the weights of tap " + tap + " of engine " + engine.name());
        }
        return contents;
    }

    private RomContents biases(PlannedRom rom) {
        int[] first = firstNumbers(layer -> 1);
        RomContents contents = new RomContents(biasWords(), pe(), rom.bits(), true, number -> {
            int layer = layerOf(first, number);
            return layers().get(layer).startName(number - first[layer]);
        });
        for (int layer = 0; layer < layers().size(); layer++) {
            for (int outChannel = 0; outChannel < layers().get(layer).outChannels(); outChannel++) {
                Place place = bias(layer, outChannel);
                contents.put(
                        place.word(), place.field(), layers().get(layer).start(outChannel), first[layer] + outChannel);
            }
        }
        return contents;
    }

    /** One beat after the other. */
    private RomContents multipliers(PlannedRom rom, LayerNumbers layer) {
        int beat = beatChannels();
        RomContents contents =
                new RomContents(layer.outChannels() / beat, beat, rom.bits(), false, layer::multiplierName);
        for (int channel = 0; channel < layer.outChannels(); channel++) {
            contents.put(
                    channel / beat,
                    channel % beat,
                    layer.parameters().requantize().multiplier(channel),
                    channel);
        }
        return contents;
    }

    /** One place after the other. */
    static RomContents table(PlannedRom rom, String label, int[] outputs) {
        boolean signed = Arrays.stream(outputs).anyMatch(output -> output < 0);
        RomContents contents = new RomContents(
                outputs.length, 1, rom.bits(), signed, index -> "place " + index + " of the table of layer " + label);
        for (int index = 0; index < outputs.length; index++) {
            contents.put(index, 0, outputs[index], index);
        }
        return contents;
    }

    /** Number of each layer's first value, if each output channel has so many. */
    private int[] firstNumbers(ToIntFunction<LayerNumbers> perChannel) {
        int[] first = new int[layers().size() + 1];
        for (int layer = 0; layer < layers().size(); layer++) {
            LayerNumbers numbers = layers().get(layer);
            first[layer + 1] = first[layer] + numbers.outChannels() * perChannel.applyAsInt(numbers);
        }
        return first;
    }

    private static int layerOf(int[] first, int number) {
        int layer = 0;
        while (number >= first[layer + 1]) {
            layer++;
        }
        return layer;
    }

    static int ceil(int count, int size) {
        return (count + size - 1) / size;
    }
}
