package intaglio.data;

/** The channels that a network was trained on. */
public enum ChannelOrder {
    /** Red, green, blue: the order of Pillow and torchvision. */
    RGB("rgb"),
    /** Blue, green, red: the order of OpenCV. */
    BGR("bgr"),
    /** Luma; repeated where the network takes three channels. */
    GREY("grey");

    private final String word;

    ChannelOrder(String word) {
        this.word = word;
    }

    /** The spelling of options. */
    public String word() {
        return word;
    }
}
