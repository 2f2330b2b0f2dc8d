package intaglio.frontend.torch;

import java.util.Optional;

/** What a framework takes for granted, so that its tensors do not say it. */
public enum Conventions {
    /** Channels first; epsilon of batch normalizations 1e-5. */
    PYTORCH(1e-5f, false),
    /** Channels last, where an image becomes a vector; epsilon of batch normalizations 1e-3. */
    KERAS(1e-3f, true);

    private final float epsilon;
    private final boolean channelsLast;

    Conventions(float epsilon, boolean channelsLast) {
        this.epsilon = epsilon;
        this.channelsLast = channelsLast;
    }

    /** What is taken for granted, for the user; empty for what state_dicts have. */
    public Optional<String> note() {
        return channelsLast
                ? Optional.of("the tensors are Keras': a dense layer behind an image reads rows, columns, channels; a"
                        + " batch normalization without \"eps\" has " + epsilon)
                : Optional.empty();
    }

    /** Of a batch normalization that says none. */
    public float epsilon() {
        return epsilon;
    }

    /** Whether a dense layer behind an image reads it in the order rows, columns, channels. */
    public boolean isChannelsLast() {
        return channelsLast;
    }
}
