package intaglio.rtl;

import intaglio.plan.Stream;
import java.util.Locale;
import java.util.List;
import java.util.stream.IntStream;

/** Words and names both kinds of engine use in their modules. */
public final class Words {

    private Words() {}

    /** A ROM of one tap, as the templates see it. */
    public record RomName(int tap, String file) {}

    static List<RomName> romNames(String label, int taps) {
        return IntStream.range(0, taps)
                .mapToObj(tap -> new RomName(tap, String.format(Locale.ROOT, "%s_tap%02d.mem", label, tap)))
                .toList();
    }

    static String beat(Stream stream, int bits) {
        return stream.channels() + " channel" + (stream.channels() == 1 ? "" : "s") + " of " + stream.pixels() + " pixel"
                + (stream.pixels() == 1 ? "" : "s") + " a beat, " + bits + " bits each";
    }
}
