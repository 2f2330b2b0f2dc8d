package intaglio.frontend.keras;

import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import intaglio.diag.Problems;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the layers of a model that its output depends on, in an order in which each stands behind what it reads. */
final class GraphTranslator {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_CALLS = 4_000;

    private final Path file;
    private final boolean ofKeras2;
    private final Canvas canvas;
    private final Problems problems;
    private int calls;

    GraphTranslator(Path file, KerasFile source, Canvas canvas, Problems problems) {
        this.file = file;
        this.ofKeras2 = source.isOfKeras2();
        this.canvas = canvas;
        this.problems = problems;
    }

    /** One call of a layer. */
    private record Call(KerasLayer layer, List<Operand> operands) {

        List<Reference> tensors() {
            return operands.stream()
                    .flatMap(operand -> operand.tensor().stream())
                    .toList();
        }
    }

    /**
     * Writes a model.
     *
     * @param inputs what its input layers give
     * @param depth of models within models
     * @return what its outputs are
     * @throws IntaglioException (exit code 3) where layers read what is not there, or each other
     */
    List<Value> translate(KerasModel model, WeightStore weights, List<Value> inputs, int depth) {
        Map<String, Call> open = reachable(model);
        calls += open.size();
        if (depth > MAX_DEPTH || calls > MAX_CALLS) {
            throw refused("has models in models, or more than " + MAX_CALLS + " layers", "give a small network");
        }
        Map<String, List<Value>> known = new HashMap<>();
        for (int i = 0; i < Math.min(inputs.size(), model.inputs().size()); i++) {
            known.put(model.inputs().get(i).callName(), List.of(inputs.get(i)));
        }
        open.keySet().removeAll(known.keySet());
        while (!open.isEmpty()) {
            List<String> ready = open.entrySet().stream()
                    .filter(entry -> entry.getValue().tensors().stream()
                            .allMatch(reference -> known.containsKey(reference.callName())))
                    .map(Map.Entry::getKey)
                    .toList();
            if (ready.isEmpty()) {
                String names = open.values().stream()
                        .limit(5)
                        .map(call -> "'" + Printable.of(call.layer().name()) + "'")
                        .collect(Collectors.joining(", "));
                throw refused("has layers that wait for each other: " + names, Hdf5File.AGAIN);
            }
            ready.forEach(name -> known.put(name, write(open.remove(name), known, weights, depth)));
        }
        return model.outputs().stream()
                .map(reference -> value(reference, known))
                .toList();
    }

    /** The calls that the outputs depend on, in the order of the file. */
    private Map<String, Call> reachable(KerasModel model) {
        Map<String, Call> all = new LinkedHashMap<>();
        for (KerasLayer layer : model.layers()) {
            List<List<Operand>> own = layer.calls().isEmpty() ? List.of(List.of()) : layer.calls();
            int first = ofKeras2 && layer.isCalledBefore() ? 1 : 0;
            for (int i = 0; i < own.size(); i++) {
                all.put(new Reference(layer.name(), first + i, 0).callName(), new Call(layer, own.get(i)));
            }
        }
        Set<String> found = new HashSet<>();
        Deque<Reference> open = new ArrayDeque<>(model.outputs());
        while (!open.isEmpty()) {
            String name = open.pop().callName();
            if (!all.containsKey(name)) {
                throw refused("reads the output of '" + Printable.of(name) + "', which is not there", Hdf5File.AGAIN);
            }
            if (found.add(name)) {
                all.get(name).tensors().forEach(open::push);
            }
        }
        all.keySet().retainAll(found);
        return all;
    }

    private Value value(Reference reference, Map<String, List<Value>> known) {
        List<Value> outputs = known.get(reference.callName());
        if (reference.tensor() < 0 || reference.tensor() >= outputs.size()) {
            throw refused(
                    "reads output " + reference.tensor() + " of '" + Printable.of(reference.layer()) + "', which has "
                            + outputs.size(),
                    Hdf5File.AGAIN);
        }
        return outputs.get(reference.tensor());
    }

    private List<Value> write(Call call, Map<String, List<Value>> known, WeightStore weights, int depth) {
        KerasLayer layer = call.layer();
        List<Value> inputs = call.tensors().stream()
                .map(reference -> value(reference, known))
                .toList();
        String where = file + ": layer '" + Printable.of(layer.name()) + "' (" + Printable.of(layer.className()) + ")";
        if (inputs.isEmpty()) {
            throw IntaglioException.badInput(where, "reads nothing", Hdf5File.AGAIN);
        }
        if (layer.isModel()) {
            KerasModel model = KerasModel.of(where, layer.json());
            return translate(model, weights.within(layer, model), inputs, depth + 1);
        }
        LayerConfig config = new LayerConfig(where, layer.config(), problems);
        LayerRule rule = Refusals.report(layer, config) ? null : LayerRules.of(layer);
        if (rule == null) {
            return inputs;
        }
        List<Double> numbers = new ArrayList<>();
        call.operands().forEach(operand -> numbers.add(operand.number()));
        return List.of(rule.apply(new LayerCall(layer, config, inputs, numbers, weights, canvas, ofKeras2)));
    }

    private IntaglioException refused(String what, String help) {
        return IntaglioException.badInput(file.toString(), what, help);
    }
}
