package intaglio.verify;

import intaglio.data.ImageSet;
import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.ir.IntegerParameters;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Images chosen to hurt: all black, all white, checkerboards, noise, and for every filter of the first weighted layer
 * the pattern of its weights' signs and the opposite one, in every alignment to the window. A pixel that is 255 where
 * the weight is positive and 0 elsewhere drives the accumulator to its proved maximum; the opposite to its minimum.
 */
public final class AdversarialImages {

    private static final int NOISE_IMAGES = 6;
    /** Sign patterns beyond this number repeat what the others show. */
    private static final int MOST_PATTERNS = 600;

    private final Network network;
    private final Shape shape;
    private final ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    private final List<String> names = new ArrayList<>();

    private AdversarialImages(Network network) {
        this.network = network;
        this.shape = network.input();
    }

    /** The images for one model; always the same ones. */
    public static ImageSet of(IntegerModel model) {
        AdversarialImages images = new AdversarialImages(model.network());
        images.addFlat();
        images.addCheckerboards();
        images.addSignPatterns(model);
        images.addNoise();
        return new ImageSet(images.shape, images.names.size(), images.pixels.toByteArray(), images.names);
    }

    /** Value of one pixel. */
    private interface Picture {
        boolean white(int channel, int row, int column);
    }

    private void addFlat() {
        add("all 0", (channel, row, column) -> false);
        add("all 255", (channel, row, column) -> true);
    }

    private void addCheckerboards() {
        for (int size : new int[] {1, 2}) {
            for (int phase = 0; phase < 2; phase++) {
                int odd = phase;
                add(
                        "checkerboard " + size + ", phase " + phase,
                        (channel, row, column) -> (row / size + column / size & 1) == odd);
            }
        }
        add("row stripes", (channel, row, column) -> (row & 1) == 0);
        add("column stripes", (channel, row, column) -> (column & 1) == 0);
    }

    private void addSignPatterns(IntegerModel model) {
        if (network.weightedLayers().isEmpty()) {
            return;
        }
        Weighted first = network.weightedLayers().get(0);
        IntegerParameters parameters = model.parameters(first);
        Node node = network.node(first.label());
        Shape seen = network.shapes().input(node);
        Grain grain = grain(node.input());
        Optional<Window> window = first.movingWindow();
        if (window.isPresent()) {
            addConvolutionPatterns(first, window.get(), parameters, seen, grain);
        } else {
            int most = Math.min(first.outChannels(), MOST_PATTERNS / 2);
            for (int out = 0; out < most; out++) {
                int offset = out * seen.elements();
                addSigns("output " + out, (channel, row, column) -> {
                    int y = row / grain.rows();
                    int x = column / grain.columns();
                    return channel < seen.channels()
                            && y < seen.height()
                            && x < seen.width()
                            && parameters.weight(offset + seen.index(channel, y, x)) > 0;
                });
            }
        }
    }

    private void addConvolutionPatterns(
            Weighted conv, Window window, IntegerParameters parameters, Shape seen, Grain grain) {
        int groupInputs = seen.channels() / conv.groups();
        int alignments = window.area();
        int step = Math.max(1, (conv.outChannels() * 2 * alignments + MOST_PATTERNS - 1) / MOST_PATTERNS);
        for (int out = 0; out < conv.outChannels(); out++) {
            int weights = out * conv.weightsPerChannel(seen);
            int firstInput = conv.inputChannel(out, 0, seen);
            for (int alignment = 0; alignment < alignments; alignment += step) {
                // Input row y is kernel row (y + shift) / dilation mod kernelHeight of some window.
                int shiftY = innerShift(window.padTop(), window.strideY(), window.kernelHeight() * window.dilationY())
                        + alignment / window.kernelWidth();
                int shiftX = innerShift(window.padLeft(), window.strideX(), window.kernelWidth() * window.dilationX())
                        + alignment % window.kernelWidth();
                addSigns("filter " + out + ", alignment " + shiftY + "," + shiftX, (channel, row, column) -> {
                    int kernelY = (row / grain.rows() + shiftY) / window.dilationY() % window.kernelHeight();
                    int kernelX = (column / grain.columns() + shiftX) / window.dilationX() % window.kernelWidth();
                    int input = channel - firstInput;
                    int tap = (input * window.kernelHeight() + kernelY) * window.kernelWidth() + kernelX;
                    boolean sees = 0 <= input && input < groupInputs;
                    return sees && parameters.weight(weights + tap) > 0;
                });
            }
        }
    }

    /** The alignment, not negative, of the first window that lies wholly inside the image: it is never left out. */
    private static int innerShift(int pad, int stride, int kernel) {
        int position = (pad + stride - 1) / stride * stride;
        return Math.floorMod(pad - position, kernel);
    }

    /** Pixels of the image per element that the first weighted layer sees, where pools come before it. */
    private record Grain(int rows, int columns) {}

    private Grain grain(String seen) {
        int rows = 1;
        int columns = 1;
        for (String label = seen; !label.equals(Network.INPUT); ) {
            Node node = network.node(label);
            Optional<Window> window = node.layer().pool().map(Pool2d::window);
            rows *= window.map(Window::strideY).orElse(1);
            columns *= window.map(Window::strideX).orElse(1);
            label = node.inputs().get(0);
        }
        return new Grain(rows, columns);
    }

    private void addSigns(String name, Picture positive) {
        add(name + ", largest sum", positive);
        add(name + ", least sum", (channel, row, column) -> !positive.white(channel, row, column));
    }

    private void add(String name, Picture picture) {
        for (int channel = 0; channel < shape.channels(); channel++) {
            for (int row = 0; row < shape.height(); row++) {
                for (int column = 0; column < shape.width(); column++) {
                    pixels.write(picture.white(channel, row, column) ? IntegerModel.INPUT_MAX : 0);
                }
            }
        }
        names.add(name);
    }

    private void addNoise() {
        Random random = new Random(20_240_501L);
        for (int i = 0; i < NOISE_IMAGES; i++) {
            byte[] noise = new byte[shape.elements()];
            random.nextBytes(noise);
            if (i % 2 == 1) {
                for (int p = 0; p < noise.length; p++) {
                    noise[p] = (byte) (noise[p] < 0 ? IntegerModel.INPUT_MAX : 0);
                }
            }
            pixels.writeBytes(noise);
            names.add("noise " + i);
        }
    }

    /** Two sets of one shape, one after the other. */
    static ImageSet join(ImageSet first, ImageSet second) {
        byte[] both = Arrays.copyOf(first.pixels(), first.pixels().length + second.pixels().length);
        System.arraycopy(second.pixels(), 0, both, first.pixels().length, second.pixels().length);
        return new ImageSet(first.shape(), first.count() + second.count(), both, List.of());
    }
}
