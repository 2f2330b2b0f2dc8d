package intaglio.rtl;

import intaglio.graph.IntegerModel;
import intaglio.ir.IntegerParameters;
import intaglio.num.Interval;
import intaglio.op.Add;
import intaglio.op.Pool2d;
import intaglio.plan.DenseEngine;
import intaglio.plan.Engine;
import intaglio.plan.Integers;
import intaglio.plan.JoinEngine;
import intaglio.plan.ShuffleEngine;
import intaglio.plan.Stage;
import intaglio.plan.WindowEngine;
import intaglio.range.LayerRanges;
import intaglio.range.Ranges;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Emits the module of an engine.
 *
 * @param model the network and its parameters
 * @param ranges proved intervals of the layers
 * @param edges proved intervals of the streams
 * @param names what modules, instances and files are called
 * @param templates the templates
 */
record Emission(IntegerModel model, Ranges ranges, Edges edges, Names names, TemplateEngine templates)
        implements Engine.Kinds<EngineModule> {

    @Override
    public EngineModule window(WindowEngine engine) {
        WindowView view = new WindowView(
                names.module(engine),
                names.stem(engine),
                engine,
                edges.inputs(engine).get(0),
                ranges.layer(engine.label()).output(),
                padding(engine, edges.inputs(engine).get(0)));
        LayerRanges layer = ranges.layer(engine.label());
        if (engine.isPool()) {
            return new PoolModule(view, new PoolView(engine, layer)).emit(templates);
        }
        Interval poolSum = engine.stage()
                .fusedPool()
                .map(pool -> ranges.layer(pool.label()).sum())
                .orElse(null);
        ConvView conv = new ConvView(view.name(), engine, parameters(engine.label()), layer, view.x(), poolSum);
        return new ConvModule(view, conv).emit(templates);
    }

    /** What padding reads as: what stands for 0.0, or the least value where that must not win; one, or one for each channel. */
    private long[] padding(WindowEngine engine, Interval x) {
        Optional<Pool2d> pool = engine.stage().ownPool();
        if (pool.isEmpty()) {
            return Arrays.stream(parameters(engine.label()).inputZeroPoints())
                    .asLongStream()
                    .toArray();
        }
        return new long[] {
            switch (pool.get().kind()) {
                case MAX -> x.isSigned() ? -1L << (x.bits() - 1) : 0;
                case AVERAGE -> model.padding().getOrDefault(engine.label(), 0);
                case AVERAGE_INSIDE -> 0;
            }
        };
    }

    @Override
    public EngineModule dense(DenseEngine engine) {
        List<DenseLayerView> layers = new ArrayList<>();
        int layerBits = Integers.bitsFor(engine.layers().size());
        Interval frame = edges.inputs(engine).get(0);
        Interval input = frame;
        for (Stage.Dense stage : engine.layers()) {
            layers.add(new DenseLayerView(
                    names.layer(stage.label()),
                    stage,
                    layers.size(),
                    layerBits,
                    parameters(stage.label()),
                    ranges.layer(stage.label()),
                    input));
            input = ranges.layer(stage.label()).output();
        }
        DenseView view = new DenseView(names.module(engine), names.stem(engine), engine, layers, frame);
        return new DenseModule(view).emit(templates);
    }

    @Override
    public EngineModule join(JoinEngine engine) {
        JoinView view = new JoinView(
                names.module(engine),
                names.stem(engine),
                engine,
                edges.inputs(engine),
                ranges.layer(engine.label()).output(),
                engine.stage().sum().map(this::sum));
        return view.emit(templates);
    }

    private SumView sum(Add add) {
        return new SumView(add, model.sums().get(add.label()), ranges.layer(add.label()));
    }

    @Override
    public EngineModule shuffle(ShuffleEngine engine) {
        Interval values = edges.inputs(engine).get(0);
        return new ShuffleView(names.module(engine), names.stem(engine), engine, values).emit(templates);
    }

    private IntegerParameters parameters(String label) {
        return model.parameters().get(label);
    }
}
