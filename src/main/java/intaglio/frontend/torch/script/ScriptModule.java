package intaglio.frontend.torch.script;

import intaglio.frontend.torch.PickleObject;

/**
 * A module of the network.
 *
 * @param path from the network on: {@code features.0}; empty for the network itself
 */
record ScriptModule(String path, PickleObject object) {

    /** The path of what it has under a name. */
    String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
