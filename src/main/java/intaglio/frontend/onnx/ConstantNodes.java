package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;

/** Constant nodes: a tensor, or numbers, as an attribute. */
final class ConstantNodes {

    private ConstantNodes() {}

    /** The value; null, reported, for strings and sparse tensors. */
    static Constant read(Node node, ConstantReader reader) {
        String name = node.outputs().get(0);
        for (String key : new String[] {"value", "value_float", "value_floats", "value_int", "value_ints"}) {
            AttributeProto attribute = node.attribute(key);
            if (attribute != null) {
                return read(attribute, name, reader);
            }
        }
        node.problem(
                "holds no tensor and no numbers (strings and sparse tensors are not read)",
                "store the value as a tensor");
        return null;
    }

    private static Constant read(AttributeProto attribute, String name, ConstantReader reader) {
        switch (attribute.getName()) {
            case "value":
                return reader.read(attribute.getT(), name);
            case "value_float":
                return new Constant(name, new int[0], new float[] {attribute.getF()}, null);
            case "value_floats":
                float[] values = new float[attribute.getFloatsCount()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = attribute.getFloats(i);
                }
                return new Constant(name, new int[] {values.length}, values, null);
            case "value_int":
                return new Constant(name, new int[0], null, new long[] {attribute.getI()});
            default:
                return Constant.ofIntegers(
                        name,
                        attribute.getIntsList().stream()
                                .mapToLong(Long::longValue)
                                .toArray());
        }
    }
}
