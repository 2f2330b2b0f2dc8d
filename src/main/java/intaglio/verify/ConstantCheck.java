package intaglio.verify;

import intaglio.graph.IntegerModel;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.Activation;
import intaglio.ir.IntegerParameters;
import intaglio.ir.PoolKind;
import intaglio.ir.Requantize;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.num.Rounding;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.Layer;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Compares the numbers that are constants in the emitted Verilog with what the weights and the network say:
 * multipliers, shifts, rounding, zero points, clamps, padding, pools, classes.
 */
final class ConstantCheck {

    private static final String STEP = "constants";

    private final VerilogDesign design;
    private final DesignPlan plan;
    private final IntegerModel model;
    private final List<Failure> failures = new ArrayList<>();

    private ConstantCheck(VerilogDesign design, DesignPlan plan, IntegerModel model) {
        this.design = design;
        this.plan = plan;
        this.model = model;
    }

    static List<Failure> check(VerilogDesign design, DesignPlan plan, IntegerModel model) {
        ConstantCheck check = new ConstantCheck(design, plan, model);
        for (Node node : model.network().nodes()) {
            check.attempt(node.label(), () -> node.layer().match(check.new Cases(node)));
        }
        if (model.network().outputKind() == OutputKind.LOGITS) {
            check.attempt("argmax", () -> check.argmax(design.module(design.top())));
        }
        return check.failures;
    }

    /** The checks of one layer. */
    private final class Cases implements LayerCases<Void> {

        private final Node node;

        private Cases(Node node) {
            this.node = node;
        }

        @Override
        public Void conv2d(Conv2d layer) {
            requantizer(layer);
            if (layer.window().isPadded()) {
                padding(layer, model.network().shapes().input(node).channels());
            }
            return null;
        }

        @Override
        public Void dense(Dense layer) {
            requantizer(layer);
            return null;
        }

        @Override
        public Void pool2d(Pool2d layer) {
            pool(layer);
            return null;
        }

        @Override
        public Void add(Add layer) {
            requantizer(layer);
            sum(layer);
            return null;
        }

        @Override
        public Void concat(Concat layer) {
            List<Shape> inputs = model.network().shapes().inputs(node);
            VerilogDesign.Place place = instance(layer, ".u_turns");
            BigInteger words = place.number("WORDS");
            int channels =
                    instance(layer, ".u_reader_0").number("READ_CHANNELS").intValueExact();
            compare(layer.label(), place, "INPUTS", inputs.size());
            for (int input = 0; input < inputs.size(); input++) {
                BigInteger found = field(words, input, 16);
                int expected = inputs.get(input).channels() / channels;
                compare(layer.label(), "words of input " + input, found, BigInteger.valueOf(expected));
            }
            return null;
        }

        @Override
        public Void depthToSpace(DepthToSpace layer) {
            VerilogDesign.Place place = instance(layer, ".u_reader");
            compare(layer.label(), place, "BLOCK", layer.block());
            compare(layer.label(), place, "CHANNELS_FIRST", layer.order() == DepthToSpace.Order.CRD ? 1 : 0);
            return null;
        }
    }

    /** The constants of a sum, in signed digits. */
    private void sum(Add layer) {
        SumParameters parameters = model.sums().get(layer.label());
        VerilogDesign.Place place = instance(layer, ".u_sum");
        BigInteger plus = place.number("PLUS");
        BigInteger minus = place.number("MINUS");
        long[] multipliers = parameters.multipliers();
        long offset = 0;
        for (int input = 0; input < multipliers.length; input++) {
            BigInteger found = field(plus, input, Integer.SIZE).subtract(field(minus, input, Integer.SIZE));
            compare(layer.label(), "multiplier of input " + input, found, BigInteger.valueOf(multipliers[input]));
            offset -= multipliers[input] * parameters.inputZeroPoints()[input];
        }
        BigInteger found = BigInteger.valueOf(place.number("OFFSET").longValue());
        compare(layer.label(), "OFFSET", found, BigInteger.valueOf(offset));
    }

    private static BigInteger field(BigInteger word, int index, int bits) {
        return word.shiftRight(index * bits).and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
    }

    private void compare(String label, String what, BigInteger found, BigInteger expected) {
        if (!found.equals(expected)) {
            fail(label, what + " is " + found + ", must be " + expected);
        }
    }

    private void attempt(String what, Runnable check) {
        try {
            check.run();
        } catch (IllegalArgumentException unreadable) {
            fail(what, unreadable.getMessage());
        }
    }

    private void requantizer(Layer layer) {
        VerilogDesign.Place place = design.listened(probe(layer, Stage.ACCUMULATOR));
        isInstanceOf(layer, place, "intaglio_requantize");
        Requantize requantize = model.requantize(layer).orElseThrow();
        expected(layer, requantize).forEach((name, value) -> compare(layer.label(), place, name, value));
        if (!requantize.isPerChannel()) {
            multiplier(layer.label(), place, requantize.multiplier());
        }
    }

    /** {@code PLUS - MINUS} is the multiplier in signed digits. */
    private void multiplier(String label, VerilogDesign.Place place, long expected) {
        BigInteger plus = place.number("PLUS");
        BigInteger found = plus.subtract(place.number("MINUS"));
        if (!found.equals(BigInteger.valueOf(expected))) {
            fail(label, place.instance() + ": PLUS - MINUS is " + found + ", must be the multiplier " + expected);
        }
    }

    private static Map<String, Long> expected(Layer layer, Requantize requantize) {
        boolean nearest = requantize.rounding() != Rounding.FLOOR && requantize.shift() > 0;
        int ties = !nearest
                ? 0
                : requantize.twice()
                        ? 3
                        : switch (requantize.rounding()) {
                            case HALF_EVEN -> 1;
                            case HALF_AWAY -> 2;
                            default -> 0;
                        };
        Map<String, Long> expected = new LinkedHashMap<>();
        expected.put("PER_CHANNEL", requantize.isPerChannel() ? 1L : 0L);
        expected.put("SHIFT", (long) requantize.shift());
        expected.put("ROUND", nearest ? 1L << (requantize.shift() - 1) : 0L);
        expected.put("TIES", (long) ties);
        expected.put("ZERO_POINT", (long) requantize.zeroPoint());
        expected.put("CLAMP", requantize.clamp() == null ? 0L : 1L);
        if (requantize.clamp() != null) {
            expected.put("CLAMP_LOW", requantize.clamp().low());
            expected.put("CLAMP_HIGH", requantize.clamp().high());
        }
        expected.put("RELU", layer.activation() == Activation.RELU ? 1L : 0L);
        return expected;
    }

    /** What padding reads as: a field for each channel of a word, the first lowest, word after word. */
    private void padding(Conv2d layer, int channels) {
        VerilogDesign.Place engine = engine(layer);
        BigInteger padding = engine.number("PADDING");
        boolean sameWords = engine.number("PADDING_WORDS", 1) == 1;
        int bits = engine.number("X_WIDTH").intValueExact();
        int wordChannels = engine.number("CHANNELS").intValueExact();
        IntegerParameters parameters = model.parameters(layer);
        for (int channel = 0; channel < channels; channel++) {
            int field = sameWords ? channel % wordChannels : channel;
            BigInteger found = padding.shiftRight(field * bits)
                    .and(BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE));
            if (!found.equals(BigInteger.valueOf(parameters.inputZeroPoint(channel)))) {
                fail(
                        layer.label(),
                        "padding of input channel " + channel + " is " + found + ", must be the zero point "
                                + parameters.inputZeroPoint(channel));
                return;
            }
        }
    }

    private void pool(Pool2d pool) {
        boolean maximum = pool.kind() == PoolKind.MAX;
        Probe probe = probe(pool, Stage.OUTPUT);
        if (probe.valid().endsWith(".out_valid")) {
            VerilogDesign.Place place = design.listened(probe);
            isInstanceOf(pool, place, "intaglio_pool");
            compare(pool.label(), place, "MAXIMUM", maximum ? 1 : 0);
            compare(pool.label(), place, "PIXELS", pool.window().area());
            compare(
                    pool.label(),
                    place,
                    "SHIFT",
                    maximum ? 0 : Integer.numberOfTrailingZeros(pool.window().area()));
            return;
        }
        compare(pool.label(), inEngine(pool, ".u_array"), "MAXIMUM", maximum ? 1 : 0);
        switch (pool.kind()) {
            case MAX -> {}
            case AVERAGE ->
                mean(pool.label(), inEngine(pool, ".u_mean"), pool.window().area());
            case AVERAGE_INSIDE -> means(pool);
        }
        if (pool.window().isPadded()) {
            padding(pool);
        }
    }

    /** One mean for each number of values that lie inside for some position of the window. */
    private void means(Pool2d pool) {
        Shape input = model.network().shapes().input(model.network().node(pool.label()));
        Shape output = pool.outputShape(input);
        SortedSet<Integer> counts = new TreeSet<>();
        for (int pixel = 0; pixel < output.pixels(); pixel++) {
            counts.add(pool.window().inside(input, pixel / output.width(), pixel % output.width()));
        }
        List<VerilogDesign.Place> places = design.divisions(enginePath(pool));
        compare(pool.label(), engine(pool), "DIVISORS", counts.size());
        int place = 0;
        for (int count : counts) {
            if (place < places.size()) {
                int found = places.get(place).module().value("COUNT_HERE").intValueExact();
                if (found != count) {
                    fail(pool.label(), "COUNT of mean " + place + " is " + found + ", must be " + count);
                }
                mean(pool.label(), places.get(place), count);
            }
            place++;
        }
    }

    /** The least value never wins, 0.0 counts, and what is not counted is 0. */
    private void padding(Pool2d pool) {
        VerilogDesign.Place engine = engine(pool);
        int bits = engine.number("X_WIDTH").intValueExact();
        BigInteger expected = BigInteger.valueOf(
                switch (pool.kind()) {
                    case MAX -> engine.number("X_SIGNED", 0) == 1 ? 1L << (bits - 1) : 0;
                    case AVERAGE -> model.padding().getOrDefault(pool.label(), 0);
                    case AVERAGE_INSIDE -> 0;
                });
        int channels = engine.number("CHANNELS").intValueExact();
        BigInteger mask = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        for (int channel = 0; channel < channels; channel++) {
            BigInteger found =
                    engine.number("PADDING").shiftRight(channel * bits).and(mask);
            if (!found.equals(expected)) {
                fail(
                        pool.label(),
                        "padding of channel " + channel + " of a word is " + found + ", must be " + expected);
                return;
            }
        }
    }

    /** The relations that the header of {@code intaglio_mean} states; that they are enough is for its bench to see. */
    private void mean(String label, VerilogDesign.Place place, int count) {
        long shift = place.number("SHIFT").longValueExact();
        long zeros = place.number("ZEROS").longValueExact();
        long multiplier = ((1L << shift) + count - 1) / count;
        multiplier(label, place, multiplier);
        compare(label, place, "TIE", multiplier);
        compare(label, place, "EVEN", count % 2 == 0 ? 1 : 0);
        compare(label, place, "OFFSET", Math.multiplyExact(multiplier, count / 2 + zeros * count));
        compare(label, place, "ZEROS", zeros / 2 * 2);
    }

    private void argmax(VerilogModule top) {
        VerilogDesign.Place place = new VerilogDesign.Place(top, top.only("intaglio_argmax"));
        compare("argmax", place, "COUNT", plan.output().words());
    }

    private Probe probe(Layer layer, Stage stage) {
        return plan.probes().stream()
                .filter(probe -> probe.layer().equals(layer.label()) && probe.stage() == stage)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no probe listens to its " + stage.label()));
    }

    private VerilogDesign.Place engine(Layer layer) {
        return inEngine(layer, "");
    }

    /** An instance in the engine that computes a layer. */
    private VerilogDesign.Place inEngine(Layer layer, String path) {
        return design.place(enginePath(layer) + path);
    }

    /** The engine that computes a layer. */
    private String enginePath(Layer layer) {
        return plan.engines().stream()
                .filter(engine -> engine.layers().contains(layer.label()))
                .map(engine -> "u_" + engine.name() + ".u_engine")
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no engine computes it"));
    }

    /** An instance in the module of a layer without weights. */
    private VerilogDesign.Place instance(Layer layer, String path) {
        return plan.engines().stream()
                .filter(engine -> engine.layers().contains(layer.label()))
                .map(engine -> design.place("u_" + engine.name() + path))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no engine computes it"));
    }

    private void isInstanceOf(Layer layer, VerilogDesign.Place place, String module) {
        String found = place.type();
        if (!found.equals(module)) {
            fail(layer.label(), place.instance() + " is an instance of " + found + ", must be one of " + module);
        }
    }

    private void compare(String label, VerilogDesign.Place place, String parameter, long expected) {
        BigInteger found = place.number(parameter);
        if (!found.equals(BigInteger.valueOf(expected))) {
            fail(label, place.instance() + ": " + parameter + " is " + found + ", must be " + expected);
        }
    }

    private void fail(String label, String text) {
        failures.add(new Failure("constant " + label, STEP, text));
    }
}
