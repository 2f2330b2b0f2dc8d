package intaglio.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import intaglio.testing.SharedData;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PictureMetricsTest {

    private static final int HEIGHT = 17;
    private static final int WIDTH = 19;

    /** Sample of a plane: a pattern without symmetry. */
    private static int pattern(int channel, int row, int column) {
        return (column * (7 + channel) + row * (11 - channel) + column * row % (5 + channel) * 9) % 256;
    }

    private static Picture picture(boolean disturbed) {
        byte[][] planes = new byte[3][HEIGHT * WIDTH];
        for (int channel = 0; channel < 3; channel++) {
            for (int row = 0; row < HEIGHT; row++) {
                for (int column = 0; column < WIDTH; column++) {
                    int noise = disturbed ? ((column * 3 + row * 5) % 7 - 3) * (channel + 1) : 0;
                    int sample = Math.max(0, Math.min(255, pattern(channel, row, column) + noise));
                    planes[channel][row * WIDTH + column] = (byte) sample;
                }
            }
        }
        return new Picture(planes, HEIGHT, WIDTH);
    }

    private static Picture red(Picture picture) {
        return new Picture(new byte[][] {picture.planes()[0]}, picture.height(), picture.width());
    }

    /** Expected: scikit-image 0.26, {@code peak_signal_noise_ratio(data_range=255)} of the same arrays. */
    @Test
    void signalToNoiseIsThatOfScikitImage() {
        Picture result = picture(true);
        Picture truth = picture(false);
        assertThat(Psnr.of(result, truth, 0)).isCloseTo(35.48740218455432, within(1e-10));
        assertThat(Psnr.of(result, truth, 2)).isCloseTo(35.45206944747723, within(1e-10));
        assertThat(Psnr.ofLuminance(result, truth, 0)).isCloseTo(38.31947096706809, within(1e-10));
        assertThat(Psnr.ofLuminance(result, truth, 2)).isCloseTo(38.272133304546536, within(1e-10));
    }

    /**
     * Expected: scikit-image 0.26, {@code structural_similarity(data_range=255, gaussian_weights=True, sigma=1.5,
     * use_sample_covariance=False)} of the same arrays.
     */
    @Test
    void similarityIsThatOfScikitImage() {
        Picture result = picture(true);
        Picture truth = picture(false);
        assertThat(Ssim.ofLuminance(result, truth, 0)).isCloseTo(0.9881765144273714, within(1e-10));
        assertThat(Ssim.ofLuminance(result, truth, 2)).isCloseTo(0.9873055289992791, within(1e-10));
        assertThat(Ssim.of(red(result), red(truth), 0)).isCloseTo(0.9970222561189276, within(1e-10));
        assertThat(Ssim.of(red(result), red(truth), 2)).isCloseTo(0.996465412057709, within(1e-10));
    }

    @Test
    void equalPicturesAreEqual() {
        assertThat(Psnr.of(picture(true), picture(true), 3)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Ssim.of(picture(true), picture(true), 3)).isEqualTo(1);
    }

    @Test
    void whatCannotBeComparedIsRefused() {
        Picture truth = picture(false);
        assertThatThrownBy(() -> Psnr.of(red(truth), truth, 0))
                .hasMessage("pictures of " + red(truth).shape() + " and " + truth.shape());
        assertThatThrownBy(() -> Psnr.of(truth, truth, 9)).hasMessage("a border of 9 pixels leaves nothing of 17x19");
        assertThatThrownBy(() -> Ssim.of(truth, truth, 4)).hasMessage("9x11 pixels, at least 11x11 are needed");
        assertThatThrownBy(() -> Psnr.ofLuminance(red(truth), red(truth), 0))
                .hasMessage("1 planes where there should be 3");
    }

    /** Expected: {@code skimage.color.rgb2ycbcr}, rounded to three digits there, to bytes here. */
    @Test
    void luminanceAndColourDifferencesAreThoseOfScikitImage() {
        Picture colours = colours(0xff0000, 0x00ff00, 0x0000ff, 0x0ac81e, 0x010204, 0xffffff, 0x000000, 0x4d4d4d);
        double[] luminance = {81.481, 144.553, 40.966, 122.331, 17.657, 235, 16, 82.129};
        assertThat(YCbCr.luminance(colours)).containsExactly(luminance, within(0.0005));
        byte[][] planes = YCbCr.of(colours).planes();
        assertThat(unsigned(planes[0])).containsExactly(81, 145, 41, 122, 18, 235, 16, 82);
        assertThat(unsigned(planes[1])).containsExactly(90, 54, 240, 81, 129, 128, 128, 128);
        assertThat(unsigned(planes[2])).containsExactly(240, 34, 110, 57, 127, 128, 128, 128);
    }

    /** Y, Cb and Cr are rounded, so a way there and back may differ by that. */
    @Test
    void coloursComeBack() {
        Picture there = picture(false);
        Picture back = YCbCr.toRgb(YCbCr.of(there));
        for (int channel = 0; channel < 3; channel++) {
            int[] from = unsigned(there.planes()[channel]);
            int[] to = unsigned(back.planes()[channel]);
            for (int i = 0; i < from.length; i++) {
                assertThat(to[i]).isCloseTo(from[i], within(2));
            }
        }
        Picture greys = colours(0xffffff, 0x000000, 0x4d4d4d);
        assertThat(YCbCr.toRgb(YCbCr.of(greys)).planes()).isDeepEqualTo(greys.planes());
    }

    /** The figures of the data: bicubic there and back of Set5, 2 pixels of border cut. */
    @Test
    void bicubicOnSet5HasThePublishedFigures() {
        Path folder = SharedData.require("super-resolution/set5");
        double luminance = 0;
        double colours = 0;
        PictureSet set = ImageReader.pictures(folder, 3, Integer.MAX_VALUE, ImagePreparation.NONE);
        for (Picture stored : set.pictures()) {
            ImageSize size = new ImageSize(stored.height() / 2 * 2, stored.width() / 2 * 2);
            Picture truth = stored.part(0, 0, size);
            Picture result = truth.bicubic(new ImageSize(size.height() / 2, size.width() / 2))
                    .bicubic(size);
            luminance += Psnr.ofLuminance(result, truth, 2);
            colours += Psnr.of(result, truth, 2);
        }
        assertThat(set.pictures()).hasSize(5);
        assertThat(luminance / 5).isCloseTo(33.67, within(0.005));
        assertThat(colours / 5).isCloseTo(31.79, within(0.005));
    }

    private static Picture colours(int... colours) {
        byte[][] planes = new byte[3][colours.length];
        for (int i = 0; i < colours.length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                planes[channel][i] = (byte) (colours[i] >> (16 - 8 * channel));
            }
        }
        return new Picture(planes, 1, colours.length);
    }

    private static int[] unsigned(byte[] bytes) {
        int[] values = new int[bytes.length];
        Arrays.setAll(values, i -> bytes[i] & 0xff);
        return values;
    }
}
