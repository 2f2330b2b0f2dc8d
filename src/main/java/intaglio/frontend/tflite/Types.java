package intaglio.frontend.tflite;

import java.util.List;

/** Names of the schema's element types, in the order of their numbers. */
final class Types {

    private static final List<String> NAMES = List.of(
            "FLOAT32",
            "FLOAT16",
            "INT32",
            "UINT8",
            "INT64",
            "STRING",
            "BOOL",
            "INT16",
            "COMPLEX64",
            "INT8",
            "FLOAT64",
            "COMPLEX128",
            "UINT64",
            "RESOURCE",
            "VARIANT",
            "UINT32",
            "UINT16",
            "INT4",
            "BFLOAT16");

    private Types() {}

    static String name(Tensor tensor) {
        int number = tensor.typeNumber();
        return 0 <= number && number < NAMES.size() ? NAMES.get(number) : "number " + number;
    }
}
