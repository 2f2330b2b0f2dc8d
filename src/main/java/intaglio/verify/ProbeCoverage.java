package intaglio.verify;

import intaglio.graph.Network;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that the probes see everything: each layer has one, no element is visited twice, and none is left out that a
 * later layer reads. Rows and columns that the next window never touches need not be computed at all.
 */
final class ProbeCoverage {

    private static final String STEP = "plan";

    private final Network network;
    private final List<Failure> failures = new ArrayList<>();

    private ProbeCoverage(Network network) {
        this.network = network;
    }

    static List<Failure> check(DesignPlan plan, Network network) {
        ProbeCoverage coverage = new ProbeCoverage(network);
        List<Shape> shapes = network.shapes().inOrder();
        for (int i = 0; i < network.layers().size(); i++) {
            String label = network.layers().get(i).label();
            List<Probe> probes =
                    plan.probes().stream().filter(p -> p.layer().equals(label)).toList();
            if (probes.isEmpty()) {
                coverage.fail(label, "no probe listens to this layer");
            }
            for (Probe probe : probes) {
                coverage.checkProbe(probe, i, shapes.get(i + 1));
            }
        }
        long known =
                plan.probes().stream().filter(p -> coverage.knows(p.layer())).count();
        if (known != plan.probes().size()) {
            coverage.fail("probes", (plan.probes().size() - known) + " belong to no layer of the network");
        }
        if (plan.output().elements() != network.output().elements()
                || !plan.input().equals(network.input())) {
            coverage.fail("shapes", "plan.json and network.json disagree about input or output");
        }
        return coverage.failures;
    }

    private void checkProbe(Probe probe, int layer, Shape shape) {
        boolean[] visited = new boolean[shape.elements()];
        for (int index : probe.indices()) {
            if (index < 0 || index >= visited.length) {
                fail(probe.name(), "visits element " + index + " of " + visited.length);
                return;
            }
            if (visited[index]) {
                fail(probe.name(), "visits element " + index + " twice");
                return;
            }
            visited[index] = true;
        }
        boolean[] rows = neededRows(layer, shape);
        boolean[] columns = neededColumns(layer, shape);
        for (int index = 0; index < visited.length; index++) {
            int row = index % shape.pixels() / shape.width();
            if (!visited[index] && rows[row] && columns[index % shape.width()]) {
                fail(probe.name(), "never visits element " + index + " of " + shape + ", which is needed");
                return;
            }
        }
    }

    private boolean[] neededRows(int layer, Shape shape) {
        Window window = nextWindow(layer);
        return window == null
                ? touched(shape.height(), shape.height(), 1, 1, 1, 0)
                : touched(
                        shape.height(),
                        window.outHeight(shape.height()),
                        window.strideY(),
                        window.kernelHeight(),
                        window.dilationY(),
                        window.padTop());
    }

    private boolean[] neededColumns(int layer, Shape shape) {
        Window window = nextWindow(layer);
        return window == null
                ? touched(shape.width(), shape.width(), 1, 1, 1, 0)
                : touched(
                        shape.width(),
                        window.outWidth(shape.width()),
                        window.strideX(),
                        window.kernelWidth(),
                        window.dilationX(),
                        window.padLeft());
    }

    private static boolean[] touched(int size, int positions, int stride, int kernel, int dilation, int pad) {
        boolean[] touched = new boolean[size];
        for (int position = 0; position < positions; position++) {
            for (int tap = 0; tap < kernel; tap++) {
                int element = position * stride - pad + tap * dilation;
                if (0 <= element && element < size) {
                    touched[element] = true;
                }
            }
        }
        return touched;
    }

    /** Window of the layer that reads this one; null where it reads everything. */
    private Window nextWindow(int layer) {
        if (layer + 1 == network.layers().size()) {
            return null;
        }
        Layer next = network.layers().get(layer + 1);
        if (next instanceof Conv2d conv) {
            return conv.window();
        }
        return next instanceof Pool2d pool ? pool.window() : null;
    }

    private boolean knows(String label) {
        return network.layers().stream().anyMatch(layer -> layer.label().equals(label));
    }

    private void fail(String place, String text) {
        failures.add(new Failure("coverage " + place, STEP, text));
    }
}
