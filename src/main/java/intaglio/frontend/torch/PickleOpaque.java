package intaglio.frontend.torch;

/**
 * An object that tensors do not need and that stands beside them in a checkpoint: its class is known by name, nothing
 * of it is made.
 *
 * @param name of the Python class or function
 */
record PickleOpaque(String name) {}
