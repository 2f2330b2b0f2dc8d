package intaglio.export.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import intaglio.data.ImageSet;
import intaglio.ir.Shape;
import java.nio.ByteBuffer;
import java.util.Map;

/** An exported graph in onnxruntime, on one thread. */
public final class IntegerSession implements AutoCloseable {

    private static final int BATCH = 500;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    IntegerSession(byte[] model) throws OrtException {
        OrtSession.SessionOptions options = new OrtSession.SessionOptions();
        options.setIntraOpNumThreads(1);
        session = environment.createSession(model, options);
    }

    /** Logits of every image, as onnxruntime computes them. */
    public static long[][] logits(byte[] model, ImageSet images) throws OrtException {
        try (IntegerSession session = new IntegerSession(model)) {
            long[][] logits = new long[images.count()][];
            for (int first = 0; first < images.count(); first += BATCH) {
                long[][] batch = session.run(images, first, Math.min(BATCH, images.count() - first));
                System.arraycopy(batch, 0, logits, first, batch.length);
            }
            return logits;
        }
    }

    private long[][] run(ImageSet images, int first, int count) throws OrtException {
        Shape shape = images.shape();
        ByteBuffer pixels = ByteBuffer.allocateDirect(count * shape.elements());
        pixels.put(images.pixels(), images.offset(first), count * shape.elements())
                .flip();
        long[] dimensions = {count, shape.channels(), shape.height(), shape.width()};
        try (OnnxTensor input = OnnxTensor.createTensor(environment, pixels, dimensions, OnnxJavaType.UINT8);
                OrtSession.Result result = session.run(Map.of(OnnxExport.INPUT, input))) {
            return (long[][]) result.get(0).getValue();
        }
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
