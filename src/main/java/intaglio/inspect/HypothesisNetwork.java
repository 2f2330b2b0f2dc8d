package intaglio.inspect;

import intaglio.floating.FloatNetwork;
import intaglio.ir.Shape;

/** Makes the float network of a hypothesis. */
interface HypothesisNetwork {

    /** Shape of one image. */
    Shape input(Hypothesis hypothesis);

    /** The network; safe for use by several threads. */
    FloatNetwork build(Hypothesis hypothesis);
}
