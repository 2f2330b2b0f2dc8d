package intaglio.verify;

import java.util.Locale;

/** The file of a ROM, as the header of {@code intaglio_rom} makes it from the parameters. */
final class RomName {

    private RomName() {}

    /**
     * Name of the file.
     *
     * @param tap less than 0 where the part has no number
     * @param bank less than 0 where there is only one memory
     */
    static String of(String name, String part, int tap, int bank) {
        return name + "_" + part + (tap < 0 ? "" : String.format(Locale.ROOT, "%02d", tap))
                + (bank < 0 ? "" : String.format(Locale.ROOT, "_%02d", bank)) + ".mem";
    }
}
