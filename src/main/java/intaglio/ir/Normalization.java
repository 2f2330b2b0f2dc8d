package intaglio.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a pixel byte p of channel c stands for in the network: {@code x = (p / divisor - mean[c]) / std[c]}, the
 * {@code ToTensor} and {@code Normalize} of torchvision. It is the affine map {@code x = scale * p + offset}.
 *
 * @param pixels range of a pixel before the mean is taken off
 * @param mean one number, or one for each channel of the image
 * @param std one number, or one for each channel; finite, not zero. Below zero where the network sees the negative
 */
public record Normalization(PixelRange pixels, List<Double> mean, List<Double> std) {

    /** Largest byte. */
    private static final int LARGEST = 255;

    /** Pixels as p / 255, nothing taken off. */
    public static final Normalization NONE = new Normalization(PixelRange.UNIT, List.of(0.0), List.of(1.0));

    public Normalization {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        if (mean.isEmpty() || std.isEmpty()) {
            throw new IllegalArgumentException("a normalization without numbers");
        }
        if (!mean.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("mean " + mean);
        }
        if (!std.stream().allMatch(value -> Double.isFinite(value) && value != 0)) {
            throw new IllegalArgumentException("std " + std);
        }
    }

    /** One mean and one std for all channels. */
    public static Normalization of(PixelRange pixels, double mean, double std) {
        return new Normalization(pixels, List.of(mean), List.of(std));
    }

    /** The map {@code x = scale[c] * p + offset[c]}, of channels in order. */
    public static Normalization affine(double[] scale, double[] offset) {
        List<Double> mean = new ArrayList<>();
        List<Double> std = new ArrayList<>();
        for (int channel = 0; channel < scale.length; channel++) {
            std.add(1 / (LARGEST * scale[channel]));
            mean.add(-offset[channel] / (LARGEST * scale[channel]));
        }
        return new Normalization(PixelRange.UNIT, mean, std);
    }

    /** Whether it has numbers for this many channels. */
    public boolean fits(int channels) {
        return (mean.size() == 1 || mean.size() == channels) && (std.size() == 1 || std.size() == channels);
    }

    /** Value of one step of a byte, {@code 1 / (divisor * std)}. */
    public double scale(int channel) {
        return 1 / (pixels.divisor() * of(std, channel));
    }

    /** Value of the byte 0, {@code -mean / std}. */
    public double offset(int channel) {
        return -of(mean, channel) / of(std, channel);
    }

    /** What a byte stands for, in float32 step by step, as torchvision computes it. */
    public float value(int pixel, int channel) {
        float unit = (float) pixel / pixels.divisor();
        return (unit - (float) of(mean, channel)) / (float) of(std, channel);
    }

    /** The byte that is nearest to the value 0. */
    public int zeroByte(int channel) {
        return (int) Math.max(0, Math.min(LARGEST, Math.rint(pixels.divisor() * of(mean, channel))));
    }

    /** Value of {@link #zeroByte}: at most half a step, but where 0 is no pixel at all. */
    public double zeroError(int channel) {
        return scale(channel) * zeroByte(channel) + offset(channel);
    }

    /** One formula for all channels, or one for each: {@code (p/255 - 0.1307) / 0.3081}. */
    public String formula() {
        int channels = Math.max(mean.size(), std.size());
        List<String> formulas = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            formulas.add(formula(of(mean, channel), of(std, channel)));
        }
        return formulas.stream().distinct().count() == 1 ? formulas.get(0) : String.join(", ", formulas);
    }

    private String formula(double channelMean, double channelStd) {
        String pixel = pixels == PixelRange.UNIT ? "p/255" : "p";
        String moved = channelMean == 0
                ? pixel
                : "(" + pixel + (channelMean < 0 ? " + " : " - ") + number(Math.abs(channelMean)) + ")";
        return channelStd == 1 ? moved : moved + " / " + number(channelStd);
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.6g", value);
        return text.contains("e") || !text.contains(".")
                ? text
                : text.replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    private static double of(List<Double> values, int channel) {
        return values.get(values.size() == 1 ? 0 : channel);
    }

    @Override
    public String toString() {
        return "pixels " + pixels.word() + ", mean " + numbers(mean) + ", std " + numbers(std);
    }

    private static String numbers(List<Double> values) {
        return values.stream().map(Normalization::number).collect(Collectors.joining(","));
    }
}
