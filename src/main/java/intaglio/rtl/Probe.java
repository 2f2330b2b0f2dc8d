package intaglio.rtl;

import java.util.List;

/**
 * A stream of values inside the design that can be compared with the golden model, layer by layer.
 *
 * @param layer label of the layer
 * @param stage {@code accumulator}, {@code requantized} or {@code output}
 * @param valid hierarchical name, below the top module, of the signal that marks a beat
 * @param data hierarchical name of the beat
 * @param bits bits of an element
 * @param signed whether elements are two's complement
 * @param beats loops over a frame, outermost first
 * @param lanes loops inside a beat, outermost first; element 0 lowest
 */
public record Probe(
        String layer,
        String stage,
        String valid,
        String data,
        int bits,
        boolean signed,
        List<Loop> beats,
        List<Loop> lanes) {

    /** {@code count} trips, each {@code stride} further in the CHW tensor. */
    public record Loop(int count, int stride) {}

    public Probe {
        beats = List.copyOf(beats);
        lanes = List.copyOf(lanes);
    }
}
