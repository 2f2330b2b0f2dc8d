package intaglio.verify;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.diag.Problem;
import intaglio.ir.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes the file from which the bench takes pixels and expected values, frame by frame; the layout is described in
 * {@code testbench/vectors.h}. Nothing but one frame is held in memory.
 */
public final class VectorWriter implements AutoCloseable {

    private static final byte[] MAGIC = "INTVEC01".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 40;
    private static final int PROBE_ENTRY_BYTES = 16;

    private final DesignPlan plan;
    private final int[][] indices;
    private final int[] offsets;
    private final int frames;
    private final FileChannel channel;
    private final ByteBuffer frame;
    private int written;

    /**
     * Creates the file.
     *
     * @param frames number of frames that will be added
     */
    public VectorWriter(Path file, DesignPlan plan, int frames) throws IOException {
        this.plan = plan;
        this.frames = frames;
        List<Probe> probes = plan.probes();
        indices = probes.stream().map(Probe::indices).toArray(int[][]::new);
        offsets = new int[probes.size()];
        int bytes = 8 + align(plan.input().elements()) + plan.output().words() * Long.BYTES;
        for (int p = 0; p < offsets.length; p++) {
            offsets[p] = bytes;
            bytes += align(Math.multiplyExact(indices[p].length, probes.get(p).valueBytes()));
        }
        frame = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);
        writeHeader();
    }

    private void writeHeader() throws IOException {
        int bytes = HEADER_BYTES;
        for (int[] order : indices) {
            bytes += PROBE_ENTRY_BYTES + align(order.length * Integer.BYTES);
        }
        ByteBuffer header = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        header.put(MAGIC).putInt(frames).putInt(plan.input().elements());
        header.putInt(plan.output().words()).putInt(indices.length);
        header.putLong(frame.capacity()).putLong(bytes);
        for (int p = 0; p < indices.length; p++) {
            header.putInt(indices[p].length)
                    .putInt(plan.probes().get(p).valueBytes())
                    .putLong(offsets[p]);
        }
        for (int[] order : indices) {
            header.asIntBuffer().put(order);
            header.position(header.position() + align(order.length * Integer.BYTES));
        }
        write(header.flip());
    }

    /**
     * Appends one frame.
     *
     * @throws IntaglioException exit code 1 when the golden model has a value that the hardware's type cannot hold
     */
    public void add(ExpectedFrame expected) {
        frame.clear();
        frame.putInt(expected.classIndex()).putInt(expected.image());
        putPixels(expected.pixels());
        for (long word : plan.output().words(expected.logits())) {
            frame.putLong(word);
        }
        for (int p = 0; p < indices.length; p++) {
            frame.position(offsets[p]);
            putValues(plan.probes().get(p), indices[p], expected.probed().get(p), expected.image());
        }
        try {
            write(frame.rewind());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written++;
    }

    private void putPixels(byte[] pixels) {
        int position = frame.position();
        Shape shape = plan.input();
        for (int pixel = 0; pixel < shape.pixels(); pixel++) {
            for (int channelIndex = 0; channelIndex < shape.channels(); channelIndex++) {
                frame.put(pixels[channelIndex * shape.pixels() + pixel]);
            }
        }
        frame.position(position + align(shape.elements()));
    }

    private void putValues(Probe probe, int[] order, long[] tensor, int image) {
        boolean narrow = probe.valueBytes() == Integer.BYTES;
        for (int index : order) {
            long value = tensor[index];
            if (!probe.holds(value)) {
                throw tooNarrow(probe, index, value, image);
            }
            if (narrow) {
                frame.putInt((int) value);
            } else {
                frame.putLong(value);
            }
        }
    }

    private static IntaglioException tooNarrow(Probe probe, int index, long value, int image) {
        String what = "image " + image + ", element " + index + ": the golden value " + value + " does not fit into "
                + probe.bits() + (probe.signed() ? " signed" : " unsigned") + " bits";
        String help = "the widths of the RTL are wrong, compile the model again";
        return new IntaglioException(ExitCode.MISMATCH, List.of(new Problem(probe.name(), what, help)));
    }

    private void write(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static int align(int bytes) {
        return (bytes + 7) & ~7;
    }

    /** To be called after the last frame: a file with another number of frames than announced is of no use. */
    public void finish() {
        if (written != frames) {
            throw new IllegalStateException("vector file has " + written + " frames, " + frames + " were announced");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
