package intaglio.frontend.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs a model in ONNX Runtime, the reference for what an ONNX file means. */
public final class OnnxRuntime {

    private OnnxRuntime() {}

    /** The first output, flat; integers (of ArgMax) as doubles. */
    static double[] run(byte[] model, float[] images, long... shape) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
                    OrtSession.Result result = session.run(
                            Map.of(session.getInputNames().iterator().next(), input))) {
                return values((OnnxTensor) result.get(0));
            }
        }
    }

    /** The same for a model that takes bytes. */
    public static double[] runBytes(byte[] model, byte[] images, long... shape) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        ByteBuffer bytes = ByteBuffer.allocateDirect(images.length).put(images).flip();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor input = OnnxTensor.createTensor(environment, bytes, shape, OnnxJavaType.UINT8);
                    OrtSession.Result result = session.run(
                            Map.of(session.getInputNames().iterator().next(), input))) {
                return values((OnnxTensor) result.get(0));
            }
        }
    }

    /** All outputs of a model with its nodes as they are, bytes as numbers -128..255, by name. */
    static Map<String, double[]> runUnoptimized(byte[] model, float[] images, long... shape) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, double[]> values = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
            try (OrtSession session = environment.createSession(model, options);
                    OnnxTensor input = OnnxTensor.createTensor(environment, FloatBuffer.wrap(images), shape);
                    OrtSession.Result result = session.run(
                            Map.of(session.getInputNames().iterator().next(), input))) {
                result.forEach(output -> values.put(output.getKey(), values((OnnxTensor) output.getValue())));
            }
        }
        return values;
    }

    private static double[] bytes(OnnxTensor output) {
        boolean signed = output.getInfo().type == OnnxJavaType.INT8;
        ByteBuffer bytes = output.getByteBuffer();
        double[] values = new double[bytes.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = signed ? bytes.get(i) : bytes.get(i) & 0xff;
        }
        return values;
    }

    private static double[] values(OnnxTensor output) {
        if (output.getInfo().type == OnnxJavaType.INT8 || output.getInfo().type == OnnxJavaType.UINT8) {
            return bytes(output);
        }
        FloatBuffer floats = output.getFloatBuffer();
        LongBuffer integers = floats == null ? output.getLongBuffer() : null;
        double[] values = new double[floats == null ? integers.remaining() : floats.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats == null ? integers.get(i) : floats.get(i);
        }
        return values;
    }
}
