package intaglio.rtl;

/**
 * What of a design is the user's choice.
 *
 * @param roms where the contents of the ROMs stand
 * @param tlast whether the input has a {@code tlast}, and damaged frames are marked
 */
public record DesignOptions(Roms roms, boolean tlast) {

    /** ROM files, no {@code tlast} at the input. */
    public static final DesignOptions DEFAULT = new DesignOptions(Roms.FILES, false);

    /** Where the contents of the ROMs stand. */
    public enum Roms {
        /** In files beside the Verilog, read with {@code $readmemh}. */
        FILES,
        /** In the Verilog. */
        INLINE
    }

    boolean inline() {
        return roms == Roms.INLINE;
    }
}
