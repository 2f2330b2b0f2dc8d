package intaglio.frontend.onnx;

import intaglio.ir.Shape;
import java.util.Arrays;

/** Constants that are broadcast over the data: one number for each channel, for each element of a vector, or for all. */
final class ChannelConstants {

    private ChannelConstants() {}

    /**
     * The numbers by channel, or by element in CHW order where the data are a vector of several pixels.
     *
     * @param values of the constant
     * @return null where a channel would have several
     */
    static float[] expand(Constant constant, float[] values, Flow flow) {
        int[] dims = flow.dims();
        Shape shape = flow.shape();
        int rank = dims.length;
        if (values.length == 1) {
            return constant.dims().length <= rank + 1 ? filled(shape.channels(), values[0]) : null;
        }
        int axis = flow.isVector() || flow.isChannelsFirst() ? 0 : flow.isImageChannelsLast() ? 2 : -1;
        int at = constant.dims().length - rank + axis;
        boolean alone = Arrays.stream(constant.dims()).filter(size -> size != 1).count() == 1;
        boolean fits = axis >= 0
                && constant.dims().length <= rank + 1
                && at >= 0
                && alone
                && constant.dims()[at] == dims[axis];
        if (!fits) {
            return null;
        }
        return flow.isVector() ? inPlanes(values, flow) : values.clone();
    }

    /** Numbers in the order of a vector's elements, in the order CHW. */
    private static float[] inPlanes(float[] values, Flow flow) {
        float[] planes = new float[values.length];
        for (int i = 0; i < planes.length; i++) {
            planes[flow.planarIndex(i)] = values[i];
        }
        return planes;
    }

    private static float[] filled(int count, float value) {
        float[] all = new float[count];
        Arrays.fill(all, value);
        return all;
    }
}
