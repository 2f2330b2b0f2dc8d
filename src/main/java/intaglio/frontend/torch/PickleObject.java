package intaglio.frontend.torch;

import java.util.Map;

/** In place of an object of some class: its name and its attributes. Nothing of the class is known or run. */
public final class PickleObject {

    private final PickleGlobal type;
    private Object state;

    PickleObject(PickleGlobal type) {
        this.type = type;
    }

    void setState(Object state) {
        this.state = state;
    }

    /** Module and name: {@code torch.nn.modules.conv.Conv2d}. */
    public String className() {
        return type.toString();
    }

    /** Attribute by name; empty where it has none. */
    public Map<Object, Object> attributes() {
        return state instanceof PickleDict dict ? dict.entries() : Map.of();
    }
}
