package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import intaglio.frontend.layer.HalfFloat;
import java.nio.ByteBuffer;

/** Element types that are read, by their number in TensorProto. */
enum ElementType {
    FLOAT(1, 4, true) {
        @Override
        double raw(ByteBuffer bytes, int index) {
            return bytes.getFloat(index);
        }
    },
    UINT8(2, 1, false) {
        @Override
        double raw(ByteBuffer bytes, int index) {
            return bytes.get(index) & 0xff;
        }
    },
    INT8(3, 1, false) {
        @Override
        double raw(ByteBuffer bytes, int index) {
            return bytes.get(index);
        }
    },
    INT32(6, 4, false) {
        @Override
        double raw(ByteBuffer bytes, int index) {
            return bytes.getInt(index);
        }
    },
    INT64(7, 8, false) {
        @Override
        double raw(ByteBuffer bytes, int index) {
            return bytes.getLong(index);
        }
    },
    BOOL(9, 1, false) {
        @Override
        double raw(ByteBuffer bytes, int index) {
            return bytes.get(index);
        }
    },
    FLOAT16(10, 2, true) {
        @Override
        double raw(ByteBuffer bytes, int index) {
            return HalfFloat.toFloat(bytes.getShort(index));
        }
    },
    DOUBLE(11, 8, true) {
        @Override
        double raw(ByteBuffer bytes, int index) {
            return bytes.getDouble(index);
        }
    },
    BFLOAT16(16, 2, true) {
        @Override
        double raw(ByteBuffer bytes, int index) {
            return Float.intBitsToFloat(bytes.getShort(index) << 16);
        }
    };

    private final int number;
    private final int bytes;
    private final boolean floating;

    ElementType(int number, int bytes, boolean floating) {
        this.number = number;
        this.bytes = bytes;
        this.floating = floating;
    }

    /** Bytes of one element. */
    int bytes() {
        return bytes;
    }

    boolean isFloating() {
        return floating;
    }

    /** Smallest integer of the type. */
    long lowest() {
        return this == UINT8 || this == BOOL ? 0 : -1L << (8 * bytes - 1);
    }

    /** Largest integer of the type. */
    long highest() {
        return lowest() == 0 ? (1L << (8 * bytes)) - 1 : ~lowest();
    }

    /** Element at a byte index of raw data, little-endian. Exact but for 64-bit integers beyond 2^53. */
    abstract double raw(ByteBuffer bytes, int index);

    /** Number of elements in the typed field of a tensor. */
    int typedCount(TensorProto tensor) {
        return switch (this) {
            case FLOAT -> tensor.getFloatDataCount();
            case DOUBLE -> tensor.getDoubleDataCount();
            case INT64 -> tensor.getInt64DataCount();
            default -> tensor.getInt32DataCount();
        };
    }

    /** Element of the typed field; 16-bit floats are the low bits of an int32. */
    double typed(TensorProto tensor, int index) {
        return switch (this) {
            case FLOAT -> tensor.getFloatData(index);
            case DOUBLE -> tensor.getDoubleData(index);
            case INT64 -> tensor.getInt64Data(index);
            case FLOAT16 -> HalfFloat.toFloat((short) tensor.getInt32Data(index));
            case BFLOAT16 -> Float.intBitsToFloat(tensor.getInt32Data(index) << 16);
            default -> tensor.getInt32Data(index);
        };
    }

    /** The type of a number, or null for one that is not read. */
    static ElementType of(int number) {
        for (ElementType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        return null;
    }
}
