package intaglio.frontend.onnx;

import intaglio.ir.Window;

/**
 * Weights of a transposed convolution as those of a convolution; its channel {@code (c * stride + i) * stride + j}
 * gives pixel (i, j) of each block of output channel c.
 *
 * @param weight inChannels x outChannels of a group x rows x columns
 */
record TransposedKernel(Constant weight, int groups, int stride, TransposedAxis rows, TransposedAxis columns) {

    /** Filters for each output channel. */
    int block() {
        return stride * stride;
    }

    /** Of the convolution. */
    int outChannels() {
        return weight.dims()[1] * groups * block();
    }

    Window window() {
        return new Window(
                rows.taps(),
                columns.taps(),
                1,
                1,
                rows.padBefore(),
                columns.padBefore(),
                rows.padAfter(),
                columns.padAfter());
    }

    /** One number for each filter, from one for each output channel. */
    float[] repeated(float... values) {
        float[] all = new float[values.length * block()];
        for (int i = 0; i < all.length; i++) {
            all[i] = values[i / block()];
        }
        return all;
    }

    /** OIHW. */
    float[] weights() {
        int inputs = weight.dims()[0] / groups;
        int area = rows.taps() * columns.taps();
        float[] values = new float[outChannels() * inputs * area];
        for (int at = 0; at < values.length; at++) {
            int out = at / area / inputs;
            int y = rows.source(out / stride % stride, at % area / columns.taps());
            int x = columns.source(out % stride, at % columns.taps());
            if (y >= 0 && x >= 0) {
                values[at] = weight.floats()[source(out / block(), at / area % inputs, y, x)];
            }
        }
        return values;
    }

    private int source(int channel, int input, int y, int x) {
        int outputs = weight.dims()[1];
        int from = channel / outputs * (weight.dims()[0] / groups) + input;
        return ((from * outputs + channel % outputs) * weight.dims()[2] + y) * weight.dims()[3] + x;
    }
}
