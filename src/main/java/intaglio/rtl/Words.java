package intaglio.rtl;

import intaglio.plan.Stream;

/** Words and names both kinds of engine use in their modules. */
public final class Words {

    private Words() {}

    static String beat(Stream stream, int bits) {
        return stream.channels() + " channel" + (stream.channels() == 1 ? "" : "s") + " of " + stream.pixels()
                + " pixel" + (stream.pixels() == 1 ? "" : "s") + " a beat, " + bits + " bits each";
    }
}
