package intaglio.frontend;

import intaglio.diag.Problems;
import intaglio.frontend.NetworkCheck.Sizes;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Checks layers that read several tensors. */
final class JoinCheck {

    private JoinCheck() {}

    /** The sizes of a sum: those of its inputs. */
    static Sizes add(LayerDescription layer, List<Sizes> inputs, Problems problems) {
        Sizes first = inputs.get(0);
        if (inputs.stream().anyMatch(sizes -> !sizes.isKnown())) {
            return Sizes.UNKNOWN;
        }
        if (inputs.stream().anyMatch(sizes -> !sizes.equals(first))) {
            problems.add(
                    layer.where(),
                    "adds " + text(layer, inputs) + ": the shapes differ",
                    "add tensors of one shape; a 1x1 convolution changes the number of channels");
            return Sizes.UNKNOWN;
        }
        return first;
    }

    /** The sizes of joined channels. */
    static Sizes concat(LayerDescription layer, List<Sizes> inputs, Problems problems) {
        Sizes first = inputs.get(0);
        if (inputs.stream().anyMatch(sizes -> !sizes.isKnown())) {
            return Sizes.UNKNOWN;
        }
        if (inputs.stream().anyMatch(sizes -> sizes.height() != first.height() || sizes.width() != first.width())) {
            problems.add(
                    layer.where(),
                    "joins the channels of " + text(layer, inputs) + ": rows and columns differ",
                    "join tensors of as many rows and columns; padding or stride change them");
            return Sizes.UNKNOWN;
        }
        long channels = inputs.stream().mapToLong(Sizes::channels).sum();
        return new Sizes((int) Math.min(channels, Integer.MAX_VALUE), first.height(), first.width());
    }

    private static String text(LayerDescription layer, List<Sizes> inputs) {
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> "'" + GraphCheck.shown(layer.inputs().get(i)) + "' of " + inputs.get(i))
                .collect(Collectors.joining(", "));
    }
}
