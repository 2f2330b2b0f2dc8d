package intaglio.export;

import intaglio.graph.IntegerModel;
import intaglio.ir.IntegerParameters;
import intaglio.ir.LookupTable;
import intaglio.ir.Shape;
import intaglio.ir.SumParameters;
import intaglio.op.Add;
import intaglio.op.Concat;
import intaglio.op.Conv2d;
import intaglio.op.Dense;
import intaglio.op.DepthToSpace;
import intaglio.op.Layer;
import intaglio.op.LayerCases;
import intaglio.op.Pool2d;
import intaglio.op.Weighted;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of one layer's files, by name.
 *
 * @param model the integers
 * @param inputs shapes of what the layer reads
 * @param shapeHeader whether tensors begin with their shape
 */
record LayerTexts(IntegerModel model, List<Shape> inputs, boolean shapeHeader)
        implements LayerCases<Map<String, String>> {

    @Override
    public Map<String, String> conv2d(Conv2d layer) {
        return weighted(layer);
    }

    @Override
    public Map<String, String> dense(Dense layer) {
        return weighted(layer);
    }

    private Map<String, String> weighted(Weighted layer) {
        IntegerParameters parameters = model.parameters(layer);
        long[] weights = Arrays.stream(parameters.weights()).asLongStream().toArray();
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(
                LayerFile.WEIGHT.of(layer), IntegerText.write(weights, layer.weightShape(inputs.get(0)), shapeHeader));
        int[] biasShape = {layer.outChannels()};
        texts.put(LayerFile.BIAS.of(layer), IntegerText.write(parameters.bias(), biasShape, shapeHeader));
        texts.put(LayerFile.SCALE.of(layer), ScaleZero.text(parameters));
        putTable(layer, parameters.table(), texts);
        return texts;
    }

    @Override
    public Map<String, String> add(Add layer) {
        SumParameters parameters = model.sums().get(layer.label());
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(LayerFile.SUM.of(layer), NamedSum.text(parameters));
        putTable(layer, parameters.table(), texts);
        return texts;
    }

    private void putTable(Layer layer, Optional<LookupTable> table, Map<String, String> texts) {
        table.ifPresent(found -> {
            long[] outputs = Arrays.stream(found.outputs()).asLongStream().toArray();
            int[] shape = {outputs.length};
            texts.put(LayerFile.TABLE.of(layer), IntegerText.write(outputs, shape, shapeHeader));
        });
    }

    @Override
    public Map<String, String> pool2d(Pool2d layer) {
        if (!layer.countsPadding()) {
            return Map.of();
        }
        long[] value = {model.padding().getOrDefault(layer.label(), 0)};
        return Map.of(LayerFile.PADDING.of(layer), IntegerText.write(value, new int[] {1}, shapeHeader));
    }

    @Override
    public Map<String, String> concat(Concat layer) {
        return Map.of();
    }

    @Override
    public Map<String, String> depthToSpace(DepthToSpace layer) {
        return Map.of();
    }
}
