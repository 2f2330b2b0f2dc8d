package intaglio.frontend.torch;

import java.util.List;

/** A Python tuple. Its items may refer back to it: never hash, compare or print one. */
record PickleTuple(List<Object> items) {

    int size() {
        return items.size();
    }

    Object get(int index) {
        return items.get(index);
    }
}
