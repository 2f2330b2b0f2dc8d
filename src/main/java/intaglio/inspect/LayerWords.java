package intaglio.inspect;

import intaglio.ir.Activation;
import intaglio.ir.PoolKind;
import intaglio.ir.Window;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a layer is called in a table.
 *
 * @param kind one word
 * @param said its attributes
 */
record LayerWords(String kind, String said) {

    static final LayerCases<LayerWords> CASES = new Cases();

    private static final class Cases implements LayerCases<LayerWords> {

        @Override
        public LayerWords conv2d(Conv2d layer) {
            List<String> words = new ArrayList<>(List.of(kernel(layer.window())));
            if (layer.groups() > 1) {
                words.add("groups " + layer.groups());
            }
            words.addAll(moves(layer.window()));
            words.add(word(layer.activation()));
            return new LayerWords("conv2d", String.join(", ", words));
        }

        @Override
        public LayerWords dense(Dense layer) {
            return new LayerWords("dense", word(layer.activation()));
        }

        @Override
        public LayerWords pool2d(Pool2d layer) {
            List<String> words = new ArrayList<>(List.of(kernel(layer.window())));
            words.addAll(moves(layer.window()));
            if (layer.kind() == PoolKind.AVERAGE_INSIDE) {
                words.add("padding not counted");
            }
            return new LayerWords(layer.picksLargest() ? "maxpool" : "avgpool", String.join(", ", words));
        }

        @Override
        public LayerWords add(Add layer) {
            return new LayerWords("add", word(layer.activation()));
        }

        @Override
        public LayerWords concat(Concat layer) {
            return new LayerWords("concat", "");
        }

        @Override
        public LayerWords depthToSpace(DepthToSpace layer) {
            String order = layer.order().name().toLowerCase(Locale.ROOT);
            return new LayerWords("depthtospace", "block " + layer.block() + ", " + order);
        }

        private static String word(Activation activation) {
            return Function.word(activation);
        }

        private static String kernel(Window window) {
            return window.kernelHeight() + "x" + window.kernelWidth();
        }

        private static List<String> moves(Window window) {
            List<String> words = new ArrayList<>();
            if (window.strideY() > 1 || window.strideX() > 1) {
                words.add("stride " + GraphText.pair(window.strideY(), window.strideX()));
            }
            if (window.isPadded()) {
                words.add("padding " + GraphText.padding(window));
            }
            if (window.isDilated()) {
                words.add("dilation " + GraphText.pair(window.dilationY(), window.dilationX()));
            }
            return words;
        }
    }
}
