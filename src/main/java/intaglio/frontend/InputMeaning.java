package intaglio.frontend;

import intaglio.diag.Problems;
import intaglio.ir.Normalization;
import intaglio.ir.PixelRange;
import java.util.Optional;

/** Settles what the bytes of an image stand for: what the file says, what the user says, or what is assumed. */
final class InputMeaning {

    private static final String ASSUMPTION = "pixels as p/255, no normalization (the file does not say; give --mean,"
            + " --std or --pixels if the network was trained otherwise)";

    private InputMeaning() {}

    /**
     * The network with the meaning of its input.
     *
     * @param said by the user
     * @param problems takes a contradiction
     */
    static NetworkDescription resolve(NetworkDescription network, Optional<Normalization> said, Problems problems) {
        if (!check(network, said, problems)) {
            return network.withNormalization(Normalization.NONE, Optional.empty());
        }
        Optional<Normalization> known = network.normalization().or(() -> said);
        return network.withNormalization(
                known.orElse(Normalization.NONE), known.isPresent() ? Optional.empty() : Optional.of(ASSUMPTION));
    }

    /** The same for a model that comes quantized: what its bytes stand for shows what its pixels do. */
    static NetworkDescription ofQuantized(NetworkDescription network, Optional<Normalization> said, Problems problems) {
        check(network, said, problems);
        Normalization known = network.normalization().or(() -> said).orElse(Normalization.NONE);
        return network.withNormalization(known, Optional.empty());
    }

    /**
     * The same for a graph that normalizes its image by itself, and does not say which pixels it takes: the user may say
     * that alone.
     */
    static NetworkDescription ofGraph(NetworkDescription network, Optional<Normalization> said, Problems problems) {
        Normalization written = network.normalization().orElseThrow();
        if (said.isPresent() && !said.get().equals(written) && !isRangeAlone(said.get())) {
            problems.add(
                    "command line",
                    "says " + said.get() + ", but the model normalizes by itself: " + written,
                    "leave --mean and --std out; --pixels says what its graph takes");
        }
        PixelRange range = said.map(Normalization::pixels).orElse(written.pixels());
        String taken = range == PixelRange.UNIT ? "p/255" : "p, 0..255,";
        PixelRange other = range == PixelRange.UNIT ? PixelRange.BYTES : PixelRange.UNIT;
        return network.withNormalization(
                new Normalization(range, written.mean(), written.std()),
                said.isPresent()
                        ? Optional.empty()
                        : Optional.of("pixels as " + taken + " in front of the graph's own"
                                + " normalization (the file does not say; --pixels " + other.word() + " otherwise)"));
    }

    private static boolean isRangeAlone(Normalization said) {
        return said.equals(new Normalization(said.pixels(), Normalization.NONE.mean(), Normalization.NONE.std()));
    }

    private static boolean check(NetworkDescription network, Optional<Normalization> said, Problems problems) {
        int channels = network.input().channels();
        if (said.isPresent() && !said.get().fits(channels)) {
            problems.add(
                    "command line",
                    "--mean has " + said.get().mean().size() + " and --std "
                            + said.get().std().size() + " numbers, the image has " + channels + " channels",
                    "give one number, or one for each channel: " + channels);
            return false;
        }
        Optional<Normalization> written = network.normalization();
        if (said.isPresent() && written.isPresent() && !said.equals(written)) {
            problems.add(
                    "command line",
                    "says " + said.get() + ", but the model's file says " + written.get(),
                    "leave --mean, --std and --pixels out");
            return false;
        }
        return true;
    }
}
