package intaglio.frontend.torch;

import java.util.ArrayList;
import java.util.List;

/** The stack of the pickle machine, with its marks. */
final class PickleStack {

    private static final int MAX_ITEMS = 1 << 20;
    private static final int MAX_MARKS = 1000;

    private final PickleInput input;
    private final List<Object> items = new ArrayList<>();
    private final List<Integer> marks = new ArrayList<>();

    PickleStack(PickleInput input) {
        this.input = input;
    }

    void push(Object item) {
        if (items.size() == MAX_ITEMS) {
            throw input.failure("more than " + MAX_ITEMS + " items on the stack", PickleInput.DAMAGED);
        }
        items.add(item);
    }

    Object pop() {
        Object top = peek();
        items.remove(items.size() - 1);
        return top;
    }

    Object peek() {
        int floor = marks.isEmpty() ? 0 : marks.get(marks.size() - 1);
        if (items.size() <= floor) {
            throw input.failure("takes an item from an empty stack", PickleInput.DAMAGED);
        }
        return items.get(items.size() - 1);
    }

    /** The top item, which must be of the given type. */
    <T> T peek(Class<T> type) {
        return cast(peek(), type);
    }

    <T> T pop(Class<T> type) {
        return cast(pop(), type);
    }

    private <T> T cast(Object item, Class<T> type) {
        if (!type.isInstance(item)) {
            throw input.failure(
                    "needs a " + kind(type) + " but finds a " + (item == null ? "None" : kind(item.getClass())),
                    PickleInput.DAMAGED);
        }
        return type.cast(item);
    }

    void mark() {
        if (marks.size() == MAX_MARKS) {
            throw input.failure("nested deeper than " + MAX_MARKS + " marks", PickleInput.DAMAGED);
        }
        marks.add(items.size());
    }

    /** Pops everything above the last mark, and the mark. */
    List<Object> popToMark() {
        if (marks.isEmpty()) {
            throw input.failure("goes back to a mark that was never set", PickleInput.DAMAGED);
        }
        List<Object> above = items.subList(marks.remove(marks.size() - 1), items.size());
        List<Object> taken = new ArrayList<>(above);
        above.clear();
        return taken;
    }

    /** A stack that has marks pops them like items. */
    void popItemOrMark() {
        if (!marks.isEmpty() && marks.get(marks.size() - 1) == items.size()) {
            marks.remove(marks.size() - 1);
        } else {
            pop();
        }
    }

    private static String kind(Class<?> type) {
        return type.getSimpleName().replace("Pickle", "").replace("ArrayList", "List");
    }
}
