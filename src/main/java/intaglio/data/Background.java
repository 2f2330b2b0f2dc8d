package intaglio.data;

/** What lies under a picture with transparent pixels. */
public enum Background {
    WHITE("white", 255),
    BLACK("black", 0);

    private final String word;
    private final int value;

    Background(String word, int value) {
        this.word = word;
        this.value = value;
    }

    /** The spelling of options. */
    public String word() {
        return word;
    }

    /**
     * A sample over the background, {@code (sample * alpha + value * (255 - alpha)) / 255}, rounded half up.
     *
     * @param alpha 0 (the background alone) to 255 (the sample alone)
     */
    int under(int sample, int alpha) {
        return (2 * (sample * alpha + value * (255 - alpha)) + 255) / 510;
    }
}
