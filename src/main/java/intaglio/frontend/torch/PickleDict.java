package intaglio.frontend.torch;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A Python dict or OrderedDict, in order. Keys are strings, integers and booleans, so hashing them ends. Values may
 * refer back to it: never hash, compare or print one.
 */
public final class PickleDict {

    private final Map<Object, Object> entries = new LinkedHashMap<>();

    /** Returns false where the key is there already. */
    boolean put(Object key, Object value) {
        if (entries.containsKey(key)) {
            return false;
        }
        entries.put(key, value);
        return true;
    }

    /** In order. */
    public Map<Object, Object> entries() {
        return entries;
    }
}
