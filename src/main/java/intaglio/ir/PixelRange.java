package intaglio.ir;

/** The values that a network's owner gives to black and white before any normalization. */
public enum PixelRange {
    /** Byte p is p / 255. */
    UNIT("0..1", 255),
    /** Byte p is p. */
    BYTES("0..255", 1);

    private final String word;
    private final int divisor;

    PixelRange(String word, int divisor) {
        this.word = word;
        this.divisor = divisor;
    }

    /** The spelling of options and files: {@code 0..1} or {@code 0..255}. */
    public String word() {
        return word;
    }

    /** What a byte is divided by. */
    public int divisor() {
        return divisor;
    }
}
