package intaglio.verify;

import intaglio.graph.Network;
import intaglio.graph.Node;
import intaglio.graph.OutputKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.ArrayList;
import java.util.Arrays;
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
        for (Node node : network.nodes()) {
            List<Probe> probes = plan.probes().stream()
                    .filter(probe -> probe.layer().equals(node.label()))
                    .toList();
            if (probes.isEmpty()) {
                coverage.fail(node.label(), "no probe listens to this layer");
            }
            for (Probe probe : probes) {
                coverage.checkProbe(probe, network.shapes().output(node));
            }
        }
        long known =
                plan.probes().stream().filter(p -> coverage.knows(p.layer())).count();
        if (known != plan.probes().size()) {
            coverage.fail("probes", (plan.probes().size() - known) + " belong to no layer of the network");
        }
        if (!plan.output().shape().equals(streamed(network))
                || plan.output().kind() != network.outputKind()
                || !plan.input().equals(network.input())) {
            coverage.fail("shapes", "plan.json and network.json disagree about input or output");
        }
        return coverage.failures;
    }

    /** Shape of the output stream: logits are a flat list, because a class is an index into it. */
    private static Shape streamed(Network network) {
        Shape output = network.output();
        return network.outputKind() == OutputKind.LOGITS ? Shape.vector(output.elements()) : output;
    }

    private void checkProbe(Probe probe, Shape shape) {
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
        boolean[] rows = new boolean[shape.height()];
        boolean[] columns = new boolean[shape.width()];
        need(probe.layer(), shape, rows, columns);
        for (int index = 0; index < visited.length; index++) {
            int row = index % shape.pixels() / shape.width();
            if (!visited[index] && rows[row] && columns[index % shape.width()]) {
                fail(probe.name(), "never visits element " + index + " of " + shape + ", which is needed");
                return;
            }
        }
    }

    /** Marks what the readers of a layer read; the output is read as a whole. */
    private void need(String label, Shape shape, boolean[] rows, boolean[] columns) {
        List<Node> readers = network.readers(label);
        for (Node reader : readers) {
            Window window = window(reader.layer());
            if (window == null) {
                needAll(rows, columns);
            } else {
                touch(
                        rows,
                        window.outHeight(shape.height()),
                        window.strideY(),
                        window.kernelHeight(),
                        window.dilationY(),
                        window.padTop());
                touch(
                        columns,
                        window.outWidth(shape.width()),
                        window.strideX(),
                        window.kernelWidth(),
                        window.dilationX(),
                        window.padLeft());
            }
        }
        if (readers.isEmpty()) {
            needAll(rows, columns);
        }
    }

    private static void needAll(boolean[] rows, boolean[] columns) {
        Arrays.fill(rows, true);
        Arrays.fill(columns, true);
    }

    private static void touch(boolean[] touched, int positions, int stride, int kernel, int dilation, int pad) {
        for (int position = 0; position < positions; position++) {
            for (int tap = 0; tap < kernel; tap++) {
                int element = position * stride - pad + tap * dilation;
                if (0 <= element && element < touched.length) {
                    touched[element] = true;
                }
            }
        }
    }

    /** Window of a layer; null where it reads everything. */
    private static Window window(Layer layer) {
        return layer.weighted()
                .flatMap(Weighted::movingWindow)
                .or(() -> layer.pool().map(Pool2d::window))
                .orElse(null);
    }

    private boolean knows(String label) {
        return network.layers().stream().anyMatch(layer -> layer.label().equals(label));
    }

    private void fail(String place, String text) {
        failures.add(new Failure("coverage " + place, STEP, text));
    }
}
