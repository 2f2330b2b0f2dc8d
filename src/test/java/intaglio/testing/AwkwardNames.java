package intaglio.testing;

import intaglio.graph.Network;
import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Shape;
import intaglio.ir.Window;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.Layer;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** Networks whose names meet those of the library, of the templates, of the bench, and each other. */
public final class AwkwardNames {

    private AwkwardNames() {}

    /** All of them. */
    public static Stream<Network> networks() {
        return Stream.of(
                convolutions("intaglio", "rom", "argmax"),
                convolutions("intaglio_rom", "credit", "argmax", "fifo", "input_gate", "ring", "input"),
                convolutions("bench_top", "dut", "u_fifo", "fifo_out_valid", "clk", "pixels"),
                convolutions("dut", "s_axis", "m_axis", "logit", "logit_out", "rst"),
                dense("net", "s", "m", "step", "drain", "result", "use", "load", "x", "bias"),
                dense("std", "a", "a_y", "a_out", "a_out_out", "output", "always"),
                mergedBesideLayer(),
                convolutions("main", "class", "template", "d1", "d2"),
                convolutions("u_c1", "c1", "c1_2", "credit", "credit_2"));
    }

    /** Two dense layers on one array, beside a convolution that is called like the two together. */
    public static Network mergedBesideLayer() {
        return new Network(
                "net",
                new Shape(2, 3, 5),
                List.of(conv("d1_d2"), new Dense("d1", 4, Activation.RELU), new Dense("d2", 3, Activation.NONE)));
    }

    /** Dense layers only, all on one array. */
    public static Network dense(String name, String... labels) {
        List<Layer> layers = new ArrayList<>();
        for (String label : labels) {
            layers.add(new Dense(label, 3, Activation.NONE));
        }
        return new Network(name, new Shape(1, 1, 2), layers);
    }

    /** Convolutions, the first with a pool; the last label is that of a dense layer. */
    public static Network convolutions(String name, String... labels) {
        List<Layer> layers = new ArrayList<>();
        for (String label : List.of(labels).subList(0, labels.length - 1)) {
            layers.add(conv(label));
            if (layers.size() == 1) {
                layers.add(new Pool2d(label + "_pool", PoolKind.MAX, Window.of(1, 2, 1, 2, 0, 0)));
            }
        }
        layers.add(new Dense(labels[labels.length - 1], 3, Activation.NONE));
        return new Network(name, new Shape(2, 3, 6), layers);
    }

    /** As many networks of pools, the last layer dense, as it takes to have a layer of each name. */
    public static List<Network> pools(Collection<String> labels) {
        List<Network> networks = new ArrayList<>();
        List<Layer> layers = new ArrayList<>();
        Iterator<String> names = labels.stream().sorted().iterator();
        while (names.hasNext()) {
            String label = names.next();
            boolean last = layers.size() == 61 || !names.hasNext();
            layers.add(
                    last
                            ? new Dense(label, 3, Activation.NONE)
                            : new Pool2d(label, PoolKind.MAX, Window.of(1, 1, 1, 1, 0, 0)));
            if (last) {
                networks.add(new Network(label, new Shape(1, 3, 4), layers));
                layers.clear();
            }
        }
        return networks;
    }

    private static Layer conv(String label) {
        return new Conv2d(label, 2, Window.of(2, 1, 1, 1, 1, 0), Activation.RELU);
    }
}
