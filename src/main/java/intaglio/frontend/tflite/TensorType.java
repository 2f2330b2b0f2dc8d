package intaglio.frontend.tflite;

import java.util.Arrays;
import java.util.Optional;

/** Element types of tensors that are read; numbers as in {@code TensorType} of the schema. */
enum TensorType {
    FLOAT32(0, 4),
    FLOAT16(1, 2),
    INT32(2, 4),
    UINT8(3, 1),
    INT64(4, 8),
    BOOL(6, 1),
    INT8(9, 1);

    private final int number;
    private final int bytes;

    TensorType(int number, int bytes) {
        this.number = number;
        this.bytes = bytes;
    }

    static Optional<TensorType> of(int number) {
        return Arrays.stream(values()).filter(type -> type.number == number).findFirst();
    }

    /** Size of an element. */
    int bytes() {
        return bytes;
    }

    boolean isFloat() {
        return this == FLOAT32 || this == FLOAT16;
    }

    /** Whether activations and weights of this type are quantized. */
    boolean isByte() {
        return this == UINT8 || this == INT8;
    }
}
