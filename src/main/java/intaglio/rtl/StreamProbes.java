package intaglio.rtl;

import intaglio.ir.Shape;
import intaglio.num.Interval;
import intaglio.plan.Stream;
import java.util.List;

/**
 * Where the values of a stream's beats belong in the tensor.
 *
 * @param label the layer
 * @param stream its beats
 */
record StreamProbes(String label, Stream stream) {

    Probe output(String valid, String data, Interval values) {
        return of("output", valid, data, values.bits(), values.isSigned());
    }

    Probe of(String stage, String valid, String data, int bits, boolean signed) {
        Shape shape = stream.shape();
        return new Probe(
                label,
                stage,
                valid,
                data,
                bits,
                signed,
                List.of(
                        new Probe.Loop(shape.height(), shape.width()),
                        new Probe.Loop(shape.width() / stream.pixels(), stream.pixels()),
                        new Probe.Loop(stream.pixelBeats(), stream.channels() * shape.pixels())),
                List.of(new Probe.Loop(stream.channels(), shape.pixels()), new Probe.Loop(stream.pixels(), 1)));
    }
}
