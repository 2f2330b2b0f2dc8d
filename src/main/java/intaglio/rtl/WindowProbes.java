package intaglio.rtl;

import intaglio.ir.Shape;
import intaglio.plan.WindowEngine;
import java.util.List;

/** Where the values of a window engine's beats belong in the tensors. */
record WindowProbes(WindowEngine engine) {

    /** A stream of blocks, before the fused pool. */
    Probe window(String stage, String valid, String data, int bits, boolean signed) {
        Shape shape = engine.stage().windowOutput();
        int channels = engine.folding().drainChannels();
        return new Probe(
                engine.label(),
                stage,
                valid,
                data,
                bits,
                signed,
                List.of(
                        new Probe.Loop(engine.blockRows(), engine.blockHeight() * shape.width()),
                        new Probe.Loop(engine.blockColumns(), engine.blockWidth()),
                        new Probe.Loop(shape.channels() / channels, channels * shape.pixels())),
                List.of(
                        new Probe.Loop(channels, shape.pixels()),
                        new Probe.Loop(engine.blockHeight(), shape.width()),
                        new Probe.Loop(engine.blockWidth(), 1)));
    }

    /** The stream behind the fused pool: blocks that have become pixels. */
    Probe fusedPool(String label, String valid, String data, int bits, boolean signed) {
        Shape shape = engine.stage().output();
        int channels = engine.folding().drainChannels();
        return new Probe(
                label,
                "output",
                valid,
                data,
                bits,
                signed,
                List.of(
                        new Probe.Loop(shape.height(), shape.width()),
                        new Probe.Loop(shape.width(), 1),
                        new Probe.Loop(shape.channels() / channels, channels * shape.pixels())),
                List.of(new Probe.Loop(channels, shape.pixels())));
    }
}
