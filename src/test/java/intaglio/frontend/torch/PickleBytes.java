package intaglio.frontend.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, right ones and malicious ones. */
public final class PickleBytes {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public static PickleBytes protocol(int protocol) {
        return new PickleBytes().op(0x80).op(protocol);
    }

    public PickleBytes op(int opcode) {
        bytes.write(opcode);
        return this;
    }

    public PickleBytes op(char opcode) {
        return op((int) opcode);
    }

    public PickleBytes ops(String opcodes) {
        bytes.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    public PickleBytes int32(int value) {
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    public PickleBytes int64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    public PickleBytes raw(byte[] data) {
        bytes.writeBytes(data);
        return this;
    }

    /** BINUNICODE. */
    public PickleBytes text(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return op('X').int32(utf8.length).raw(utf8);
    }

    /** LONG1 with eight bytes. */
    public PickleBytes number(long value) {
        return op(0x8a).op(8).int64(value);
    }

    public PickleBytes global(String module, String name) {
        return op('c').ops(module + "\n" + name + "\n");
    }

    public PickleBytes tuple(long... values) {
        op('(');
        for (long value : values) {
            number(value);
        }
        return op('t');
    }

    /** A persistent reference to storage {@code key} of class {@code torch.<storageClass>}. */
    public PickleBytes storage(String storageClass, String key, long elements) {
        return op('(').text("storage")
                .global("torch", storageClass)
                .text(key)
                .text("cpu")
                .number(elements)
                .ops("tQ");
    }

    /** A call of {@code torch._utils._rebuild_tensor_v2}. */
    public PickleBytes tensor(
            String storageClass, String key, long elements, long offset, long[] shape, long[] strides) {
        return global("torch._utils", "_rebuild_tensor_v2")
                .op('(')
                .storage(storageClass, key, elements)
                .number(offset)
                .tuple(shape)
                .tuple(strides)
                .op(0x89)
                .global("collections", "OrderedDict")
                .ops(")RtR");
    }

    public PickleBytes orderedDict() {
        return global("collections", "OrderedDict").ops(")R");
    }

    public byte[] stop() {
        return op('.').bytes();
    }

    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
