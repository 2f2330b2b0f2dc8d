package intaglio.data;

import java.util.List;

/**
 * Pictures, each of its own size.
 *
 * @param pictures all with the same number of planes
 * @param names one file name per picture
 * @param notes what was done to the pictures without being asked for, one sentence each
 */
public record PictureSet(List<Picture> pictures, List<String> names, List<String> notes) {

    public PictureSet {
        pictures = List.copyOf(pictures);
        names = List.copyOf(names);
        notes = List.copyOf(notes);
        if (names.size() != pictures.size()) {
            throw new IllegalArgumentException(names.size() + " names for " + pictures.size() + " pictures");
        }
    }
}
