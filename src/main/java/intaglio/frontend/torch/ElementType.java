package intaglio.frontend.torch;

import intaglio.frontend.layer.HalfFloat;
import java.nio.ByteBuffer;

/** Element types of a storage, by the name of PyTorch's storage class (module {@code torch}). */
public enum ElementType {
    FLOAT("FloatStorage", 4) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return bytes.getFloat(index);
        }
    },
    DOUBLE("DoubleStorage", 8) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return bytes.getDouble(index);
        }
    },
    HALF("HalfStorage", 2) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return HalfFloat.toFloat(bytes.getShort(index));
        }
    },
    BFLOAT16("BFloat16Storage", 2) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return Float.intBitsToFloat(bytes.getShort(index) << 16);
        }
    },
    INT8("CharStorage", 1) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return bytes.get(index);
        }
    },
    UINT8("ByteStorage", 1) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return bytes.get(index) & 0xff;
        }
    },
    INT16("ShortStorage", 2) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return bytes.getShort(index);
        }
    },
    INT32("IntStorage", 4) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return bytes.getInt(index);
        }
    },
    INT64("LongStorage", 8) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return bytes.getLong(index);
        }
    },
    QUANTIZED_INT8("QInt8Storage", 1) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return bytes.get(index);
        }
    },
    QUANTIZED_UINT8("QUInt8Storage", 1) {
        @Override
        public double read(ByteBuffer bytes, int index) {
            return bytes.get(index) & 0xff;
        }
    };

    /** Integers up to here, with either sign, are exact in a 32-bit float. */
    static final int EXACT_INTEGER_LIMIT = 1 << 24;

    private final String storageClass;
    private final int bytes;

    ElementType(String storageClass, int bytes) {
        this.storageClass = storageClass;
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The element at a byte index. */
    public abstract double read(ByteBuffer storage, int index);

    boolean isInteger() {
        return ordinal() >= INT8.ordinal();
    }

    /** Whether a value of this type is meant exactly but has no exact 32-bit float. */
    public boolean losesDigits(double value) {
        return isInteger() && Math.abs(value) > EXACT_INTEGER_LIMIT;
    }

    /** The type of storage class {@code torch.<name>}, or null. */
    static ElementType ofStorageClass(String name) {
        for (ElementType type : values()) {
            if (type.storageClass.equals(name)) {
                return type;
            }
        }
        return null;
    }
}
