package intaglio.rtl.kit;

import intaglio.ir.Shape;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;

/** Frames as text for {@code $readmemh}, in the order of the streams: rows, in them columns, in them channels. */
final class FrameFiles {

    private static final int BYTE = 8;

    private final KitView view;
    private final SampleFrames frames;

    FrameFiles(KitView view, SampleFrames frames) {
        this.view = view;
        this.frames = frames;
    }

    /** Text by the name of the file. */
    Map<String, String> texts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("tb/pixels.hex", pixels());
        texts.put("tb/expected.hex", expected());
        if (view.logits()) {
            texts.put("tb/classes.hex", classes());
        }
        return texts;
    }

    private String pixels() {
        StringBuilder text = new StringBuilder();
        Shape shape = view.input();
        for (byte[] image : frames.images()) {
            for (int pixel = 0; pixel < shape.pixels(); pixel++) {
                for (int channel = 0; channel < shape.channels(); channel++) {
                    line(text, BigInteger.valueOf(image[channel * shape.pixels() + pixel] & 0xff), BYTE);
                }
            }
        }
        return text.toString();
    }

    private String expected() {
        StringBuilder text = new StringBuilder();
        Shape shape = view.output();
        int bits = view.dataBits();
        for (long[] output : frames.outputs()) {
            for (int pixel = 0; pixel < shape.pixels(); pixel++) {
                long word = 0;
                for (int channel = 0; channel < shape.channels(); channel++) {
                    long value = output[channel * shape.pixels() + pixel];
                    if (view.image()) {
                        word |= value << (BYTE * channel);
                    } else {
                        line(text, BigInteger.valueOf(value), bits);
                    }
                }
                if (view.image()) {
                    line(text, BigInteger.valueOf(word), bits);
                }
            }
        }
        return text.toString();
    }

    /** Of equal logits the first is the largest. */
    private String classes() {
        StringBuilder text = new StringBuilder();
        for (long[] output : frames.outputs()) {
            int best = 0;
            for (int index = 1; index < output.length; index++) {
                best = output[index] > output[best] ? index : best;
            }
            line(text, BigInteger.valueOf(best), view.userBits());
        }
        return text.toString();
    }

    /** Two's complement. */
    private static void line(StringBuilder text, BigInteger value, int bits) {
        BigInteger mask = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        String digits = value.and(mask).toString(16);
        text.append("0".repeat((bits + 3) / 4 - digits.length())).append(digits).append('\n');
    }
}
