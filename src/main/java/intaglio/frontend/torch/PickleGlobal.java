package intaglio.frontend.torch;

import java.util.Set;

/** A Python global that a pickle names: a class or a function. Only those on the allow-list are ever made. */
record PickleGlobal(String module, String name) {

    static final PickleGlobal ORDERED_DICT = new PickleGlobal("collections", "OrderedDict");
    static final PickleGlobal REBUILD_TENSOR = new PickleGlobal("torch._utils", "_rebuild_tensor");
    static final PickleGlobal REBUILD_TENSOR_V2 = new PickleGlobal("torch._utils", "_rebuild_tensor_v2");
    static final PickleGlobal REBUILD_PARAMETER = new PickleGlobal("torch._utils", "_rebuild_parameter");

    private static final Set<PickleGlobal> CALLABLE =
            Set.of(ORDERED_DICT, REBUILD_TENSOR, REBUILD_TENSOR_V2, REBUILD_PARAMETER);

    /** The whole allow-list: the callables above and the storage classes of {@link ElementType}. */
    boolean isAllowed() {
        return CALLABLE.contains(this) || storageType() != null;
    }

    /** The element type where this is a storage class, else null. */
    ElementType storageType() {
        return module.equals("torch") ? ElementType.ofStorageClass(name) : null;
    }

    @Override
    public String toString() {
        return module + "." + name;
    }
}
