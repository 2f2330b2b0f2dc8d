package intaglio.frontend.torch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes checkpoint files as PyTorch would, without PyTorch. */
public final class TorchFiles {

    private TorchFiles() {}

    /** A float32 tensor to be saved. */
    public record Source(long[] shape, float[] values) {}

    /** A tensor with values 0.5, 1, 1.5, ... */
    public static Source ramp(long... shape) {
        int count = 1;
        for (long size : shape) {
            count *= (int) size;
        }
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = 0.5f * (i + 1);
        }
        return new Source(shape, values);
    }

    /** A zip-format file with a float32 state_dict. */
    public static byte[] stateDict(Map<String, Source> tensors) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        PickleBytes pickle = PickleBytes.protocol(2).orderedDict().op('(');
        int key = 0;
        for (Map.Entry<String, Source> tensor : tensors.entrySet()) {
            Source source = tensor.getValue();
            String name = Integer.toString(key++);
            pickle.text(tensor.getKey())
                    .tensor("FloatStorage", name, source.values().length, 0, source.shape(), strides(source.shape()));
            entries.put("archive/data/" + name, floats(source.values()));
        }
        entries.put("archive/data.pkl", pickle.op('u').stop());
        return zip(entries);
    }

    public static byte[] floats(float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            bytes.putFloat(value);
        }
        return bytes.array();
    }

    /** Row-major strides. */
    public static long[] strides(long... shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int d = shape.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= shape[d];
        }
        return strides;
    }

    /** A zip file of uncompressed entries. */
    public static byte[] zip(Map<String, byte[]> entries) {
        return zip(entries, ZipEntry.STORED);
    }

    public static byte[] zip(Map<String, byte[]> entries, int method) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 checksum = new CRC32();
                    checksum.update(content.getValue());
                    entry.setSize(content.getValue().length);
                    entry.setCrc(checksum.getValue());
                }
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A zip-format file with the given pickle and storages by key. */
    public static byte[] pth(byte[] pickle, Map<String, byte[]> storages) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("archive/data.pkl", pickle);
        storages.forEach((key, bytes) -> entries.put("archive/data/" + key, bytes));
        return zip(entries);
    }
}
