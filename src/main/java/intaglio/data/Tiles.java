package intaglio.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a picture into overlapping tiles of the size that a network takes, and puts the results together.
 *
 * <p>Of each result the outer {@code overlap} pixels are dropped, except where the tile ends at the border of the picture.
 * Where no output pixel depends on input pixels further away than {@code overlap}, the whole is what a network of the
 * picture's size would give. The last tile of a row or column is moved back so that it ends with the picture.
 */
public final class Tiles {

    /**
     * One tile along one axis, in pixels of the input.
     *
     * @param start of the tile
     * @param from first pixel whose result is kept
     * @param to the one behind the last
     */
    private record Span(int start, int from, int to) {

        int length() {
            return to - from;
        }

        int skipped() {
            return from - start;
        }
    }

    private final ImageSize tile;
    private final ImageSize picture;
    private final List<Span> rows;
    private final List<Span> columns;

    /**
     * @param picture at least as large as the tile
     * @param tile what the network takes, larger than twice the overlap
     * @param overlap pixels on each side, 0 or more
     */
    public Tiles(ImageSize picture, ImageSize tile, int overlap) {
        this.picture = picture;
        this.tile = tile;
        this.rows = spans(picture.height(), tile.height(), overlap);
        this.columns = spans(picture.width(), tile.width(), overlap);
    }

    /** How many there are, row by row from the top left. */
    public int count() {
        return rows.size() * columns.size();
    }

    /** The tiles of a picture. */
    public List<Picture> cut(Picture from) {
        List<Picture> tiles = new ArrayList<>();
        for (Span row : rows) {
            for (Span column : columns) {
                tiles.add(from.part(row.start(), column.start(), tile));
            }
        }
        return tiles;
    }

    /**
     * The results as one picture.
     *
     * @param results of the tiles, in their order, each {@code scale} times as large as its tile
     * @param scale 1 or more
     */
    public Picture join(List<Picture> results, int scale) {
        ImageSize size = new ImageSize(picture.height() * scale, picture.width() * scale);
        byte[][] planes = new byte[results.get(0).planes().length][size.height() * size.width()];
        int index = 0;
        for (Span row : rows) {
            for (Span column : columns) {
                ImageSize kept = new ImageSize(row.length() * scale, column.length() * scale);
                Picture part = results.get(index++).part(row.skipped() * scale, column.skipped() * scale, kept);
                int to = row.from() * scale * size.width() + column.from() * scale;
                place(part, planes, to, size.width());
            }
        }
        return new Picture(planes, size.height(), size.width());
    }

    /** Copies a picture into planes of {@code width} columns, its first pixel to the index {@code to}. */
    private static void place(Picture part, byte[][] planes, int to, int width) {
        for (int channel = 0; channel < planes.length; channel++) {
            for (int row = 0; row < part.height(); row++) {
                int from = row * part.width();
                System.arraycopy(part.planes()[channel], from, planes[channel], to + row * width, part.width());
            }
        }
    }

    private static List<Span> spans(int size, int tile, int overlap) {
        if (size < tile || overlap < 0 || tile <= 2 * overlap) {
            throw new IllegalArgumentException(size + " pixels in tiles of " + tile + ", overlap " + overlap);
        }
        List<Span> spans = new ArrayList<>();
        int from = 0;
        while (from < size) {
            int start = Math.min(Math.max(0, from - overlap), size - tile);
            int to = start + tile == size ? size : start + tile - overlap;
            spans.add(new Span(start, from, to));
            from = to;
        }
        return spans;
    }
}
