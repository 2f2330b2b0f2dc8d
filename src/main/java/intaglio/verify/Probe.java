package intaglio.verify;

import java.util.ArrayList;
import java.util.List;

/**
 * A stream inside the design that the bench compares: in every cycle in which {@code valid} is 1, {@code data} carries
 * one beat.
 *
 * <p>Element {@code e} of a beat is {@code data[e * bits +: bits]}. Over one frame the elements come in the order of
 * the nested loops {@code beats} (outermost first) and, inside a beat, {@code lanes}; their CHW index is the sum of
 * counter x stride. A probe may visit only a part of its tensor.
 *
 * @param layer label of the layer
 * @param stage which of the layer's tensors
 * @param valid hierarchical name below the top module
 * @param data hierarchical name below the top module
 * @param bits width of one element, 1..64
 * @param signed whether the elements are two's complement
 */
public record Probe(
        String layer,
        Stage stage,
        String valid,
        String data,
        int bits,
        boolean signed,
        List<Loop> beats,
        List<Loop> lanes) {

    public Probe {
        beats = List.copyOf(beats);
        lanes = List.copyOf(lanes);
    }

    /** {@code layer.stage}, the name used in messages. */
    public String name() {
        return layer + "." + stage.label();
    }

    public int beatsPerFrame() {
        return product(beats);
    }

    public int lanesPerBeat() {
        return product(lanes);
    }

    public int valuesPerFrame() {
        return Math.multiplyExact(beatsPerFrame(), lanesPerBeat());
    }

    /** Bytes that the vector file spends on one value: 4 where every value of the element type fits. */
    int valueBytes() {
        return bits < 32 || (bits == 32 && signed) ? Integer.BYTES : Long.BYTES;
    }

    /** Whether the element type can hold the value. */
    boolean holds(long value) {
        if (bits == Long.SIZE) {
            return signed || value >= 0;
        }
        return signed ? value >> (bits - 1) == value >> (Long.SIZE - 1) : value >>> bits == 0;
    }

    /** CHW index of every value of a frame, in the order in which the hardware delivers them. */
    public int[] indices() {
        List<Loop> loops = new ArrayList<>(beats);
        loops.addAll(lanes);
        int[] indices = {0};
        for (Loop loop : loops) {
            int[] inner = new int[Math.multiplyExact(indices.length, loop.count())];
            for (int i = 0; i < inner.length; i++) {
                inner[i] = indices[i / loop.count()] + i % loop.count() * loop.stride();
            }
            indices = inner;
        }
        return indices;
    }

    private static int product(List<Loop> loops) {
        int product = 1;
        for (Loop loop : loops) {
            product = Math.multiplyExact(product, loop.count());
        }
        return product;
    }
}
