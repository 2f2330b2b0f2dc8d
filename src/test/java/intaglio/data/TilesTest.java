package intaglio.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TilesTest {

    private static final int SCALE = 3;

    /** A stand-in for a network: three times the size, each result of an input pixel and those 2 rows or columns away. */
    private static Picture network(Picture picture) {
        int height = picture.height() * SCALE;
        int width = picture.width() * SCALE;
        byte[][] planes = new byte[2][height * width];
        for (int i = 0; i < height * width; i++) {
            int row = i / width / SCALE;
            int column = i % width / SCALE;
            int sum = 3 * pixel(picture, row, column)
                    + 5 * pixel(picture, row - 2, column)
                    + 7 * pixel(picture, row + 2, column)
                    + 11 * pixel(picture, row, column - 2)
                    + 13 * pixel(picture, row, column + 2);
            planes[0][i] = (byte) (sum + i / width % SCALE);
            planes[1][i] = (byte) (sum * 17 + i % width % SCALE);
        }
        return new Picture(planes, height, width);
    }

    private static int pixel(Picture picture, int row, int column) {
        boolean inside = 0 <= row && row < picture.height() && 0 <= column && column < picture.width();
        return inside ? picture.planes()[0][row * picture.width() + column] & 0xff : 0;
    }

    private static Picture picture(int height, int width) {
        byte[] plane = new byte[height * width];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte) (i * 37 + i / 11);
        }
        return new Picture(new byte[][] {plane}, height, width);
    }

    @ParameterizedTest
    @CsvSource({"23, 31, 7, 9, 42", "7, 9, 7, 9, 1", "8, 9, 7, 9, 2", "7, 40, 7, 5, 36", "10, 11, 7, 9, 4"})
    void tilesThatOverlapEnoughGiveWhatTheWholePictureGives(
            int height, int width, int tileHeight, int tileWidth, int count) {
        Picture picture = picture(height, width);
        Tiles tiles = new Tiles(new ImageSize(height, width), new ImageSize(tileHeight, tileWidth), 2);
        List<Picture> results =
                tiles.cut(picture).stream().map(TilesTest::network).toList();
        assertThat(tiles.count()).isEqualTo(results.size()).isEqualTo(count);
        assertThat(tiles.join(results, SCALE).planes())
                .isDeepEqualTo(network(picture).planes());
    }

    @Test
    void tooLittleOverlapShows() {
        Picture picture = picture(23, 31);
        Tiles tiles = new Tiles(new ImageSize(23, 31), new ImageSize(7, 9), 1);
        List<Picture> results =
                tiles.cut(picture).stream().map(TilesTest::network).toList();
        assertThat(tiles.join(results, SCALE).planes()[0])
                .isNotEqualTo(network(picture).planes()[0]);
    }

    @ParameterizedTest
    @CsvSource({"6, 9, 2", "9, 6, 2", "9, 9, -1", "9, 9, 4"})
    void impossibleTilesAreRefused(int height, int width, int overlap) {
        assertThatThrownBy(() -> new Tiles(new ImageSize(height, width), new ImageSize(7, 8), overlap))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("\\d+ pixels in tiles of \\d, overlap " + overlap);
    }
}
