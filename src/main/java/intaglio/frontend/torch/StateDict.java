package intaglio.frontend.torch;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the tensors in what a pickle built. Taken are a dict of tensors, and a checkpoint dict that has one under an
 * obvious key ({@link #WRAPPERS}); prefixes that all names have ({@link #PREFIXES}) are dropped. Looks one level deep
 * only, so that cyclic objects are no danger.
 */
final class StateDict {

    private static final List<String> WRAPPERS = List.of("state_dict", "model_state_dict", "model");

    /** Of DataParallel, of torch.compile, and the usual names of the network in a LightningModule. */
    private static final List<String> PREFIXES = List.of("module.", "_orig_mod.", "model.", "net.");

    private static final long MAX_ELEMENTS = 1 << 25;
    private static final long MAX_STORAGE_BYTES = 1 << 28;
    private static final String NAME = "[\\x21-\\x7e]{1,200}";

    private StateDict() {}

    /**
     * The tensors by name, in order; every one can be read from its storage, and together they fit in memory.
     *
     * @throws IntaglioException with all that is wrong
     */
    static Map<String, TensorView> views(Path file, Object root) {
        Map<String, TensorView> views = tensorsOf(file, stateDict(file, root));
        Problems problems = new Problems();
        Set<StorageReference> storages = new HashSet<>();
        long elements = 0;
        long bytes = 0;
        for (Map.Entry<String, TensorView> entry : views.entrySet()) {
            TensorView view = entry.getValue();
            String problem = view.problem();
            if (problem != null) {
                problems.add(file + ": " + entry.getKey(), problem, PickleInput.DAMAGED);
                continue;
            }
            elements += Math.min(view.elements(), MAX_ELEMENTS + 1);
            bytes += storages.add(view.storage()) ? Math.min(view.storage().bytes(), MAX_STORAGE_BYTES + 1) : 0;
        }
        checkLimit(file, problems, "tensor elements", elements, MAX_ELEMENTS);
        checkLimit(file, problems, "bytes of storages", bytes, MAX_STORAGE_BYTES);
        problems.throwIfAny();
        return views;
    }

    private static void checkLimit(Path file, Problems problems, String what, long found, long limit) {
        if (found > limit) {
            problems.add(
                    file.toString(),
                    "has " + found + " or more " + what + ", at most " + limit + " are read",
                    "give the weights of a small network");
        }
    }

    /** The whole module where a file holds one, by itself or under an obvious key. */
    static Optional<PickleObject> module(Object root) {
        if (root instanceof PickleObject object) {
            return Optional.of(object);
        }
        return root instanceof PickleDict dict
                ? WRAPPERS.stream()
                        .map(dict.entries()::get)
                        .filter(PickleObject.class::isInstance)
                        .map(PickleObject.class::cast)
                        .findFirst()
                : Optional.empty();
    }

    private static PickleDict stateDict(Path file, Object root) {
        Optional<PickleObject> module = module(root);
        if (module.isPresent()) {
            return ModuleTree.of(file, module.get()).tensors();
        }
        if (!(root instanceof PickleDict dict)) {
            throw IntaglioException.badInput(
                    file.toString(),
                    "holds a " + kind(root) + ", not a state_dict",
                    "save it with torch.save(model.state_dict(), 'model.pth')");
        }
        for (String wrapper : WRAPPERS) {
            if (dict.entries().get(wrapper) instanceof PickleDict inner) {
                return inner;
            }
        }
        return dict;
    }

    private static Map<String, TensorView> tensorsOf(Path file, PickleDict dict) {
        Map<String, TensorView> views = new LinkedHashMap<>();
        Map<String, String> others = new LinkedHashMap<>();
        dict.entries().forEach((key, value) -> {
            if (key instanceof String name && name.matches(NAME) && value instanceof TensorView view) {
                views.put(name, view);
            } else if (key instanceof String name && PackedParameters.isPacked(name, value)) {
                PackedParameters.unpack(name, value, views);
            } else if (others.size() < 10) {
                others.put(PickleInput.printable(key.toString()), kind(value));
            }
        });
        PackedParameters.dropSteps(views);
        if (!others.isEmpty() || views.isEmpty()) {
            throw IntaglioException.badInput(
                    file.toString(),
                    views.isEmpty() && others.isEmpty()
                            ? "the state_dict is empty"
                            : "not a state_dict: these entries are not named tensors: " + list(others),
                    "save the weights alone with torch.save(model.state_dict(), 'model.pth'), or under the key "
                            + String.join(", ", WRAPPERS));
        }
        return views;
    }

    private static String list(Map<String, String> entries) {
        return entries.entrySet().stream()
                .map(entry -> "'" + entry.getKey() + "' (" + entry.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    /** The longest row of {@link #PREFIXES} that all names have; often empty. */
    static String commonPrefix(Set<String> names) {
        String common = "";
        for (int i = 0; i < PREFIXES.size(); i++) {
            String longer = common + PREFIXES.get(i);
            if (names.stream().allMatch(name -> name.startsWith(longer) && name.length() > longer.length())) {
                common = longer;
                i = -1;
            }
        }
        return common;
    }

    private static String kind(Object value) {
        if (value == null) {
            return "None";
        }
        return value == Unpickler.BINARY
                ? "bytes"
                : value.getClass()
                        .getSimpleName()
                        .replace("Pickle", "")
                        .replace("View", "")
                        .replace("Array", "");
    }
}
