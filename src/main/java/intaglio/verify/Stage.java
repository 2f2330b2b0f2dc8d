package intaglio.verify;

import java.util.Locale;

/** Point of a layer at which a probe listens; one per tensor of the golden model's trace. */
public enum Stage {
    /** The sum of products with the bias, before requantization. */
    ACCUMULATOR,
    /** After requantization, before the activation. */
    REQUANTIZED,
    /** What the layer hands on. */
    OUTPUT;

    /** The name in plan.json. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
