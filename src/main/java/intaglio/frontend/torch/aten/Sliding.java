package intaglio.frontend.torch.aten;

/** How many places a sliding window has. */
final class Sliding {

    private Sliding() {}

    /**
     * Places of a window along one axis; 0 where it does not fit.
     *
     * @param padding before and behind together
     * @param ceil whether a last window may reach over the edge, as long as it begins inside
     */
    static int size(AtenCall call, int size, long kernel, long stride, long padding, long dilation, boolean ceil) {
        if (kernel < 1
                || stride < 1
                || padding < 0
                || dilation < 1
                || Math.max(Math.max(kernel, stride), Math.max(padding, dilation)) > 1 << 15) {
            throw call.refused("has a window of " + kernel + ", stride " + stride + ", padding " + padding
                    + ", dilation " + dilation);
        }
        long room = size + padding - dilation * (kernel - 1) - 1;
        if (room < 0) {
            return 0;
        }
        long steps = ceil ? (room + stride - 1) / stride : room / stride;
        if (ceil && steps * stride >= size + padding / 2) {
            steps--;
        }
        return (int) steps + 1;
    }
}
