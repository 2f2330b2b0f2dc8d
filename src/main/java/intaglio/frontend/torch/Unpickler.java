package intaglio.frontend.torch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a pickle (protocols 2 to 5) on a machine that cannot do anything but build dictionaries, lists, tuples, numbers,
 * strings and descriptions of tensors. A global that is not on the allow-list of {@link PickleGlobal} stops it, by
 * name, before anything is called; so does every opcode that tensors do not need.
 *
 * <p>Results are {@link PickleDict}, {@link List}, {@link PickleTuple}, {@link TensorView}, {@link Long},
 * {@link java.math.BigInteger}, {@link Double}, {@link Boolean}, {@link String}, {@link PickleGlobal} or null; or
 * {@link #BINARY} in place of bytes, which are passed over, and {@link PickleOpaque} in place of plain data of a
 * known package. They may be cyclic.
 */
final class Unpickler {

    static final Object BINARY = new Object();

    private static final int MAX_STEPS = 1 << 24;
    private static final int MAX_MEMO = 1 << 20;
    private static final int HIGHEST_PROTOCOL = 5;
    private static final int STOP = '.';

    private final PickleInput input;
    private final PickleStack stack;
    private final PickleObjects objects;
    private final Map<Long, Object> memo = new HashMap<>();

    Unpickler(PickleInput input) {
        this.input = input;
        this.stack = new PickleStack(input);
        this.objects = new PickleObjects(input, stack);
    }

    /** Runs one pickle up to its STOP and returns what it built. */
    Object load() {
        for (int step = 0; step < MAX_STEPS; step++) {
            int opcode = input.opcode();
            if (opcode == STOP) {
                return stack.pop();
            }
            if (!constant(opcode) && !container(opcode) && !memory(opcode) && !object(opcode)) {
                throw objects.unknown(opcode);
            }
        }
        throw input.failure("more than " + MAX_STEPS + " steps", PickleInput.DAMAGED);
    }

    /** Every storage that was referred to, by key, used by a tensor or not. */
    Map<String, StorageReference> storages() {
        return objects.storages();
    }

    private boolean constant(int opcode) {
        switch (opcode) {
            case 'N' -> stack.push(null);
            case 0x88 -> stack.push(true);
            case 0x89 -> stack.push(false);
            case 'J' -> stack.push((long) input.signed32());
            case 'K' -> stack.push((long) input.unsigned(1));
            case 'M' -> stack.push((long) input.unsigned(2));
            case 0x8a -> stack.push(input.integer(input.length(1)));
            case 0x8b -> stack.push(input.integer(input.length(4)));
            case 'G' -> stack.push(input.bigEndianDouble());
            case 'X' -> stack.push(input.string(4, StandardCharsets.UTF_8));
            case 0x8c -> stack.push(input.string(1, StandardCharsets.UTF_8));
            case 0x8d -> stack.push(input.string(8, StandardCharsets.UTF_8));
            case 'T' -> stack.push(input.string(4, StandardCharsets.ISO_8859_1));
            case 'U' -> stack.push(input.string(1, StandardCharsets.ISO_8859_1));
            case 'B' -> binary(4);
            case 'C' -> binary(1);
            case 0x8e, 0x96 -> binary(8);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void binary(int lengthBytes) {
        input.skip(input.length(lengthBytes));
        stack.push(BINARY);
    }

    private boolean container(int opcode) {
        switch (opcode) {
            case '(' -> stack.mark();
            case '0' -> stack.popItemOrMark();
            case '1' -> stack.popToMark();
            case '2' -> stack.push(stack.peek());
            case ')' -> stack.push(new PickleTuple(List.of()));
            case 't' -> stack.push(new PickleTuple(stack.popToMark()));
            case 0x85, 0x86, 0x87 -> tuple(opcode - 0x84);
            case ']' -> stack.push(new ArrayList<>());
            case 'l' -> stack.push(stack.popToMark());
            case 'a' -> append(oneItem());
            case 'e' -> append(stack.popToMark());
            case '}' -> stack.push(new PickleDict());
            case 'd' -> {
                List<Object> items = stack.popToMark();
                stack.push(new PickleDict());
                objects.setItems(items);
            }
            case 's' -> setItem();
            case 'u' -> objects.setItems(stack.popToMark());
            default -> {
                return false;
            }
        }
        return true;
    }

    private List<Object> oneItem() {
        List<Object> item = new ArrayList<>();
        item.add(stack.pop());
        return item;
    }

    private void tuple(int size) {
        Object[] items = new Object[size];
        for (int i = size - 1; i >= 0; i--) {
            items[i] = stack.pop();
        }
        stack.push(new PickleTuple(Arrays.asList(items)));
    }

    private void append(List<Object> items) {
        if (stack.peek() instanceof PickleOpaque) {
            return;
        }
        @SuppressWarnings("unchecked")
        List<Object> list = stack.peek(ArrayList.class);
        list.addAll(items);
    }

    private void setItem() {
        Object value = stack.pop();
        List<Object> item = oneItem();
        item.add(value);
        objects.setItems(item);
    }

    private boolean memory(int opcode) {
        switch (opcode) {
            case 0x80 -> protocol(input.unsigned(1));
            case 0x95 -> input.length(8); // a frame is only a hint for buffering
            case 'q' -> memoize(input.length(1));
            case 'r' -> memoize(input.length(4));
            case 0x94 -> memoize(memo.size());
            case 'h' -> recall(input.length(1));
            case 'j' -> recall(input.length(4));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void protocol(int protocol) {
        if (protocol > HIGHEST_PROTOCOL) {
            throw input.failure(
                    "pickle protocol " + protocol + ", at most " + HIGHEST_PROTOCOL + " is known", PickleInput.DAMAGED);
        }
    }

    private void memoize(long index) {
        if (memo.size() == MAX_MEMO) {
            throw input.failure("more than " + MAX_MEMO + " memo entries", PickleInput.DAMAGED);
        }
        memo.put(index, stack.peek());
    }

    private void recall(long index) {
        if (!memo.containsKey(index)) {
            throw input.failure("memo entry " + index + " was never set", PickleInput.DAMAGED);
        }
        stack.push(memo.get(index));
    }

    private boolean object(int opcode) {
        switch (opcode) {
            case 'c' -> objects.global(input.line(), input.line());
            case 0x93 -> {
                String name = stack.pop(String.class);
                objects.global(stack.pop(String.class), name);
            }
            case 'i' -> throw objects.refused(input.line(), input.line());
            case 'R' -> objects.reduce();
            case 0x81 -> objects.newObject(opcode, false);
            case 0x92 -> objects.newObject(opcode, true);
            case 'b' -> objects.build();
            case 'Q' -> objects.storage();
            default -> {
                return false;
            }
        }
        return true;
    }
}
