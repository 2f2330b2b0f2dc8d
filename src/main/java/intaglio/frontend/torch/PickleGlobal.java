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

    /** Packages of plain data that training scripts save beside the weights: scores, options, states of Lightning. */
    private static final Set<String> DATA_PACKAGES = Set.of(
            "numpy",
            "argparse",
            "pathlib",
            "datetime",
            "collections",
            "pytorch_lightning",
            "lightning",
            "lightning_fabric",
            "lightning_utilities",
            "torchmetrics",
            "omegaconf");

    /** The same in packages that have more than data. */
    private static final Set<PickleGlobal> DATA = Set.of(
            new PickleGlobal("_codecs", "encode"),
            new PickleGlobal("torch", "Size"),
            new PickleGlobal("torch", "device"),
            new PickleGlobal("types", "SimpleNamespace"));

    /** The whole allow-list: the callables above, the storage classes of {@link ElementType}, and plain data. */
    boolean isAllowed() {
        return CALLABLE.contains(this) || storageType() != null || isData();
    }

    /** Whether it makes plain data, of which only the name is kept. */
    boolean isData() {
        String root = module.contains(".") ? module.substring(0, module.indexOf('.')) : module;
        return !CALLABLE.contains(this) && (DATA.contains(this) || DATA_PACKAGES.contains(root));
    }

    /** Whether PyTorch's own quantization needs it. */
    boolean isQuantization() {
        return name.equals("_rebuild_qtensor") || (module.equals("torch") && name.matches("Q[A-Z].*Storage|qu?int.*"));
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
