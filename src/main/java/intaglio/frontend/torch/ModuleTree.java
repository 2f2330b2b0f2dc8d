package intaglio.frontend.torch;

import intaglio.diag.IntaglioException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A whole module as {@code torch.save(model)} writes it: its tensors by name, and what its layers say of themselves. */
final class ModuleTree {

    private static final int MAX_DEPTH = 32;
    private static final int MAX_MODULES = 10_000;

    /** Attributes of a layer that a network file has by the same names. */
    private static final List<String> KEYS = List.of("stride", "padding", "dilation", "groups");

    private final Path file;
    private final PickleDict tensors = new PickleDict();
    private final Map<String, String> layerKeys = new LinkedHashMap<>();
    private int modules;

    private ModuleTree(Path file) {
        this.file = file;
    }

    /**
     * Walks the tree.
     *
     * @throws IntaglioException (exit code 3) where it is too large, or a module holds itself
     */
    static ModuleTree of(Path file, PickleObject root) {
        ModuleTree tree = new ModuleTree(file);
        tree.walk("", root, 0);
        return tree;
    }

    /** Its state_dict. */
    PickleDict tensors() {
        return tensors;
    }

    /** Keys of the network file by the name of a layer: {@code , "stride": [2, 2]}. */
    Map<String, String> layerKeys() {
        return layerKeys;
    }

    private void walk(String prefix, PickleObject module, int depth) {
        if (depth > MAX_DEPTH || ++modules > MAX_MODULES) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "holds modules in modules, more than " + MAX_DEPTH + " deep or " + MAX_MODULES,
                    "save the weights alone: torch.save(model.state_dict(), 'model.pth')");
        }
        add(prefix, module.attributes().get("_parameters"));
        add(prefix, module.attributes().get("_buffers"));
        if (!prefix.isEmpty()) {
            describe(prefix.substring(0, prefix.length() - 1), module);
        }
        if (module.attributes().get("_modules") instanceof PickleDict children) {
            children.entries().forEach((name, child) -> {
                if (child instanceof PickleObject inner) {
                    walk(prefix + name + ".", inner, depth + 1);
                }
            });
        }
    }

    private void add(String prefix, Object named) {
        if (named instanceof PickleDict dict) {
            dict.entries().forEach((name, value) -> {
                if (value instanceof TensorView) {
                    tensors.put(prefix + name, value);
                }
            });
        }
    }

    /** A number or some numbers; empty for anything else, which may refer back to the module. */
    private static String text(Object value) {
        if (value instanceof PickleTuple several) {
            return several.items().stream().allMatch(Long.class::isInstance)
                    ? several.items().toString()
                    : "";
        }
        return value instanceof Long ? value.toString() : "";
    }

    private void describe(String layer, PickleObject module) {
        StringBuilder keys = new StringBuilder();
        KEYS.forEach(name -> {
            Object value = module.attributes().get(name);
            String text = text(value);
            boolean usual = text.matches(name.equals("padding") ? "0|\\[0(, 0)*\\]" : "1|\\[1(, 1)*\\]");
            if (text.matches("\\d{1,5}|\\[\\d{1,5}(, \\d{1,5})?\\]") && !usual) {
                keys.append(", \"").append(name).append("\": ").append(text);
            }
        });
        layerKeys.put(layer, keys.toString());
    }
}
