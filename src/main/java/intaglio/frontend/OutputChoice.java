package intaglio.frontend;

import intaglio.diag.Problems;
import intaglio.graph.OutputKind;
import intaglio.ir.Shape;
import java.util.Optional;

/** Settles what the values at the end of a network are: what the file says, what the user says, or what is assumed. */
final class OutputChoice {

    private OutputChoice() {}

    /**
     * The network with the meaning of its output.
     *
     * @param output its shape
     * @param said by the user
     * @param problems takes what does not fit
     */
    static NetworkDescription resolve(
            NetworkDescription network, Shape output, Optional<OutputKind> said, Problems problems) {
        if (said.isPresent() && network.output().isPresent() && !said.equals(network.output())) {
            problems.add(
                    "command line",
                    "says --output " + OutputMeaning.word(said.get()) + ", but the network file says "
                            + OutputMeaning.word(network.output().get()),
                    "leave --output out");
        }
        Optional<OutputKind> known = network.output().or(() -> said);
        OutputKind kind = known.orElseGet(() -> OutputMeaning.of(output));
        check(network, kind, output, problems);
        return network.withOutput(kind)
                .withAssumption(known.isPresent() ? Optional.empty() : OutputMeaning.assumption(kind, output));
    }

    private static void check(NetworkDescription network, OutputKind kind, Shape output, Problems problems) {
        String where = network.layers().get(network.layers().size() - 1).where();
        if (kind == OutputKind.LOGITS && output.pixels() > 1) {
            problems.add(
                    where,
                    "the last layer gives " + output + ", but logits are a vector (height 1, width 1)",
                    "end with a dense layer, or say --output image or --output values (in a network file: \"output\")");
        }
        if (kind == OutputKind.IMAGE && !OutputMeaning.isPicture(output)) {
            problems.add(
                    where,
                    "the last layer gives " + output + ", but a picture has 1 or 3 channels",
                    "say --output values (in a network file: \"output\": \"values\")");
        }
    }
}
