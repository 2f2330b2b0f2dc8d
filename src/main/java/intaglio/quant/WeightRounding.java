package intaglio.quant;

/** From the trained weights of a layer to the integers of a grid. */
public interface WeightRounding {

    /** Every weight becomes the nearest integer; the bias stays as trained. */
    WeightRounding NEAREST = layer -> {
        float[] bias = layer.trained().bias();
        return new RoundedWeights(layer.grid().nearest(layer.trained().weights(), bias.length), bias);
    };

    /** Rounds one layer. The layers before it are in integers already. */
    RoundedWeights round(LayerToRound layer);
}
