package intaglio.cli;

import intaglio.graph.Network;
import intaglio.inspect.InputHypothesis;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What is open about the bytes of an image: nothing where the model or the user says it; the range of the pixels where
 * the graph normalizes by itself; otherwise all.
 *
 * @param network as it was read
 * @param said by the user
 */
record OpenInput(Network network, Optional<Normalization> said) {

    /**
     * The start of the sentences of {@code frontend.InputMeaning} about a file that does not say what its pixels are.
     */
    private static final String ASSUMED = "pixels as";

    private boolean isAssumed() {
        return network.assumptions().stream().anyMatch(sentence -> sentence.startsWith(ASSUMED));
    }

    private boolean graphNormalizes() {
        return (isAssumed() && !network.normalization().equals(Normalization.NONE))
                || (said.isPresent() && !said.get().equals(network.normalization()));
    }

    /** Whether options on the command line can say something else than what is now. */
    boolean takesOptions() {
        return isAssumed() || said.isPresent();
    }

    /** What the bytes may stand for; empty where that is open. */
    List<Normalization> choices() {
        if (said.isPresent() || !isAssumed()) {
            return List.of(network.normalization());
        }
        return graphNormalizes() ? ranges() : List.of();
    }

    /**
     * What else they might stand for, whatever was said; empty where that can be anything.
     *
     * @param hasNetworkFile whether a network file, that its owner can change, says it
     */
    List<Normalization> alternatives(boolean hasNetworkFile) {
        if (graphNormalizes()) {
            return ranges();
        }
        return takesOptions() || hasNetworkFile ? List.of() : List.of(network.normalization());
    }

    private List<Normalization> ranges() {
        Normalization now = network.normalization();
        return Arrays.stream(PixelRange.values())
                .map(range -> new Normalization(range, now.mean(), now.std()))
                .toList();
    }

    /** The options that say it; a graph that normalizes by itself takes the range of its pixels only. */
    String options(InputHypothesis input) {
        return graphNormalizes()
                ? ("--pixels " + input.normalization().pixels().word() + " "
                                + input.preparation().options())
                        .strip()
                : input.options();
    }
}
