package intaglio.frontend;

import intaglio.graph.OutputKind;
import intaglio.ir.Normalization;
import java.util.Optional;

/**
 * What the user says of a model, where its file does not.
 *
 * @param normalization what the bytes of an image stand for
 * @param size of an image, for a graph whose rows and columns are free
 * @param output what the values at the end are
 */
public record ModelHints(Optional<Normalization> normalization, Optional<ImageSize> size, Optional<OutputKind> output) {

    /** Nothing. */
    public static final ModelHints NONE = new ModelHints(Optional.empty(), Optional.empty(), Optional.empty());

    /** Rows and columns of an image. */
    public record ImageSize(int height, int width) {

        @Override
        public String toString() {
            return height + "x" + width;
        }
    }

    /** The normalization alone. */
    public static ModelHints of(Optional<Normalization> normalization) {
        return new ModelHints(normalization, Optional.empty(), Optional.empty());
    }
}
