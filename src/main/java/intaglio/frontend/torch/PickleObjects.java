package intaglio.frontend.torch;

import intaglio.diag.IntaglioException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of the pickle machine that makes objects: the few calls of the allow-list, re-done in Java. */
final class PickleObjects {

    private final PickleInput input;
    private final PickleStack stack;
    private final Map<String, StorageReference> storages = new LinkedHashMap<>();

    PickleObjects(PickleInput input, PickleStack stack) {
        this.input = input;
        this.stack = stack;
    }

    Map<String, StorageReference> storages() {
        return storages;
    }

    /** Pushes an allowed global; every other one stops the machine here, before it could be called. */
    void global(String module, String name) {
        PickleGlobal global = new PickleGlobal(module, name);
        if (!global.isAllowed() && !global.isClass()) {
            throw refused(module, name);
        }
        stack.push(global);
    }

    IntaglioException refused(String module, String name) {
        return input.failure(
                "refused: the file asks for the Python global '" + PickleInput.printable(module + "." + name)
                        + "', which tensors do not need",
                "save only the weights, not the whole model or other objects:"
                        + " torch.save(model.state_dict(), 'model.pth'). From a file of yours with the whole model, in"
                        + " the program that defines its class: model = torch.load('FILE', map_location='cpu',"
                        + " weights_only=False) (docs/files.md)");
    }

    /** REDUCE: calls a global. */
    void reduce() {
        PickleTuple arguments = stack.pop(PickleTuple.class);
        PickleGlobal global = stack.pop(PickleGlobal.class);
        if (global.isData()) {
            stack.push(new PickleOpaque(global.toString()));
        } else if (global.equals(PickleGlobal.ORDERED_DICT) && arguments.size() == 0) {
            stack.push(new PickleDict());
        } else if (global.equals(PickleGlobal.REBUILD_TENSOR) && arguments.size() == 4) {
            stack.push(tensor(arguments));
        } else if (global.equals(PickleGlobal.REBUILD_TENSOR_V2) && arguments.size() >= 6 && arguments.size() <= 7) {
            stack.push(tensor(arguments));
        } else if (global.equals(PickleGlobal.REBUILD_PARAMETER) && arguments.size() == 3) {
            stack.push(argument(arguments, 0, TensorView.class));
        } else if (global.equals(PickleGlobal.REBUILD_QTENSOR) && arguments.size() >= 5) {
            TensorView plain = tensor(arguments);
            Dequantization steps = dequantization(argument(arguments, 4, PickleTuple.class));
            stack.push(new TensorView(plain.storage(), plain.offset(), plain.shape(), plain.strides(), steps));
        } else if (global.isScriptList() && arguments.size() > 0) {
            stack.push(arguments.get(0));
        } else if (global.isSet()) {
            stack.push(new PickleOpaque(global.toString()));
        } else if (!global.isAllowed()) {
            throw refused(global.module(), global.name());
        } else {
            throw input.failure(
                    "refused: a call of '" + global + "' with " + arguments.size() + " arguments", PickleInput.DAMAGED);
        }
    }

    /** Arguments: storage, offset, sizes, strides, then things that do not change the values. */
    private TensorView tensor(PickleTuple arguments) {
        return new TensorView(
                argument(arguments, 0, StorageReference.class),
                argument(arguments, 1, Long.class),
                longs(argument(arguments, 2, PickleTuple.class)),
                longs(argument(arguments, 3, PickleTuple.class)));
    }

    /** {@code (per_tensor_affine, scale, zero point)} or {@code (per_channel_affine, scales, zero points, axis)}. */
    private Dequantization dequantization(PickleTuple parameters) {
        PickleGlobal scheme = argument(parameters, 0, PickleGlobal.class);
        if (scheme.equals(PickleGlobal.PER_TENSOR)) {
            return new Dequantization(
                    argument(parameters, 1, Double.class), argument(parameters, 2, Long.class), null, null, 0);
        }
        if (scheme.equals(PickleGlobal.PER_CHANNEL)) {
            return new Dequantization(
                    0,
                    0,
                    argument(parameters, 1, TensorView.class),
                    argument(parameters, 2, TensorView.class),
                    argument(parameters, 3, Long.class));
        }
        throw input.failure(
                "a tensor quantized by '" + scheme + "', which is not read", "save its dequantize() instead");
    }

    private long[] longs(PickleTuple tuple) {
        long[] values = new long[tuple.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = argument(tuple, i, Long.class);
        }
        return values;
    }

    private <T> T argument(PickleTuple tuple, int index, Class<T> type) {
        if (index >= tuple.size() || !type.isInstance(tuple.get(index))) {
            throw input.failure(
                    "item " + index + " of a tuple of " + tuple.size() + " is not a " + type.getSimpleName(),
                    PickleInput.DAMAGED);
        }
        return type.cast(tuple.get(index));
    }

    /**
     * NEWOBJ, and NEWOBJ_EX with arguments by name: an object of a class of plain data.
     *
     * @param opcode for the message
     */
    void newObject(int opcode, boolean named) {
        if (named) {
            stack.pop();
        }
        stack.pop(PickleTuple.class);
        PickleGlobal type = stack.pop(PickleGlobal.class);
        if (type.isData()) {
            stack.push(new PickleOpaque(type.toString()));
        } else if (!named && !type.isAllowed() && type.isClass()) {
            stack.push(new PickleObject(type));
        } else {
            throw unknown(opcode);
        }
    }

    IntaglioException unknown(int opcode) {
        return input.failure(
                String.format("opcode 0x%02x is not one that tensors need", opcode),
                "save only the weights: torch.save(model.state_dict(), 'model.pth')");
    }

    /** BUILD: state_dicts carry version numbers as attributes ({@code _metadata}), which nothing here needs. */
    void build() {
        Object state = stack.pop();
        if (stack.peek() instanceof PickleObject object) {
            object.setState(state);
            return;
        }
        if (!(stack.peek() instanceof PickleOpaque) && !(state instanceof PickleDict)) {
            throw input.failure("sets attributes that are not a Dict", PickleInput.DAMAGED);
        }
        if (!(stack.peek() instanceof PickleOpaque)) {
            stack.peek(PickleDict.class);
        }
    }

    /** BINPERSID with {@code ('storage', class, key, location, elements)}, in the legacy format followed by None. */
    void storage() {
        PickleTuple id = stack.pop(PickleTuple.class);
        if (id.size() == 4 && "module".equals(id.get(0))) {
            // The class of a module with its source text, which is left alone.
            stack.push(argument(id, 1, PickleGlobal.class));
            return;
        }
        boolean plain = id.size() == 5 || (id.size() == 6 && id.get(5) == null);
        if (!plain || !"storage".equals(id.get(0))) {
            throw input.failure(
                    "refers to something that is not a plain storage", "save it again with a newer PyTorch");
        }
        ElementType type = argument(id, 1, PickleGlobal.class).storageType();
        String key = argument(id, 2, String.class);
        long elements = argument(id, 4, Long.class);
        if (type == null || elements < 0) {
            throw input.failure(
                    "storage '" + PickleInput.printable(key) + "' has " + elements + " elements of type '"
                            + argument(id, 1, PickleGlobal.class) + "'",
                    PickleInput.DAMAGED);
        }
        StorageReference storage = new StorageReference(key, type, elements);
        StorageReference before = storages.putIfAbsent(key, storage);
        if (before != null && !before.equals(storage)) {
            throw input.failure(
                    "storage '" + PickleInput.printable(key) + "' is " + before.elements() + " x " + before.type()
                            + " in one place and " + elements + " x " + type + " in another",
                    PickleInput.DAMAGED);
        }
        stack.push(storage);
    }

    /** Puts key, value, key, value, ... into the dict on the stack. */
    void setItems(List<Object> items) {
        if (stack.peek() instanceof PickleOpaque) {
            return;
        }
        PickleDict dict = stack.peek(PickleDict.class);
        for (int i = 0; i < items.size(); i += 2) {
            Object key = items.get(i);
            boolean plain = key instanceof String || key instanceof Long || key instanceof Boolean;
            if (!plain || i + 1 == items.size()) {
                throw input.failure(
                        "a dict has a key that is not a string or integer, or a key without a value",
                        "save only the weights: torch.save(model.state_dict(), 'model.pth')");
            }
            if (!dict.put(key, items.get(i + 1))) {
                throw input.failure(
                        "the key '" + PickleInput.printable(key.toString()) + "' is there twice", PickleInput.DAMAGED);
            }
        }
    }
}
