package intaglio.frontend.torch;

import java.util.List;

/** A Python tuple. Its items may refer back to it: never hash, compare or print one. */
public record PickleTuple(List<Object> items) {

    public int size() {
        return items.size();
    }

    public Object get(int index) {
        return items.get(index);
    }
}
