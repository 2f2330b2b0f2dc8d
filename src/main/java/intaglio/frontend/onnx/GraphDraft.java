package intaglio.frontend.onnx;

import java.util.ArrayList;
import java.util.List;

/** The network so far: its layers, each behind those that it reads, and what is known of all of it. */
final class GraphDraft {

    private final List<LayerDraft> layers = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();
    private final long batch;

    /** What the graph does to the image before any layer; null as long as no layer has read it. */
    private ChannelAffine image;

    GraphDraft(GraphInput input) {
        batch = input.batch();
        input.note().ifPresent(notes::add);
    }

    List<LayerDraft> layers() {
        return layers;
    }

    /** What has been assumed, left out or added, one sentence each. */
    List<String> notes() {
        return notes;
    }

    /** Where the integer network will differ from what a quantized model says, or needs more layers. */
    List<String> differences() {
        return differences;
    }

    /** A node quantizes what is quantized already. */
    void noteRescaling(Node node, Grid from, Grid to) {
        differences.add(node.where() + ": quantizes from " + from + " to " + to
                + ", which takes a layer with multipliers of its own; with equal scales it would take none");
    }

    /** Puts a layer before one that is to read it. */
    void insertBefore(LayerDraft reader, LayerDraft layer) {
        layers.add(layers.indexOf(reader), layer);
    }

    /** Batch size of the input, or 0 where any is allowed. */
    long batch() {
        return batch;
    }

    /** What the graph does to the image before any layer; null where no layer reads the image. */
    ChannelAffine image() {
        return image;
    }

    /**
     * A layer reads the image, behind a map of its channels. The first one decides what all read; returns that, and the
     * others have to do the rest.
     */
    ChannelAffine readImage(ChannelAffine prepared) {
        if (image == null) {
            image = prepared;
        }
        return image;
    }

    boolean hasWeights() {
        return layers.stream().anyMatch(layer -> layer.weighted().isPresent());
    }
}
