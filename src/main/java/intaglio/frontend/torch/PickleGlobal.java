package intaglio.frontend.torch;

import java.util.Set;

/** A Python global that a pickle names: a class or a function. Only those on the allow-list are ever made. */
record PickleGlobal(String module, String name) {

    static final PickleGlobal ORDERED_DICT = new PickleGlobal("collections", "OrderedDict");
    static final PickleGlobal REBUILD_TENSOR = new PickleGlobal("torch._utils", "_rebuild_tensor");
    static final PickleGlobal REBUILD_TENSOR_V2 = new PickleGlobal("torch._utils", "_rebuild_tensor_v2");
    static final PickleGlobal REBUILD_PARAMETER = new PickleGlobal("torch._utils", "_rebuild_parameter");

    static final PickleGlobal REBUILD_QTENSOR = new PickleGlobal("torch._utils", "_rebuild_qtensor");
    static final PickleGlobal PER_TENSOR = new PickleGlobal("torch", "per_tensor_affine");
    static final PickleGlobal PER_CHANNEL = new PickleGlobal("torch", "per_channel_affine");

    private static final Set<PickleGlobal> CALLABLE = Set.of(
            ORDERED_DICT,
            REBUILD_TENSOR,
            REBUILD_TENSOR_V2,
            REBUILD_PARAMETER,
            REBUILD_QTENSOR,
            PER_TENSOR,
            PER_CHANNEL);

    /** What TorchScript calls to make lists: the first argument is the result. */
    private static final String SCRIPT_LISTS = "torch.jit._pickle";

    /** Packages of Python itself that no model needs, and those that could do harm. */
    private static final Set<String> FOREIGN = Set.of(
            "os",
            "posix",
            "nt",
            "posixpath",
            "ntpath",
            "sys",
            "subprocess",
            "builtins",
            "__builtin__",
            "operator",
            "importlib",
            "runpy",
            "socket",
            "shutil",
            "functools",
            "itertools",
            "webbrowser",
            "pty",
            "ctypes",
            "code",
            "codeop",
            "pickle",
            "_pickle",
            "cPickle",
            "marshal",
            "types",
            "inspect",
            "threading",
            "multiprocessing",
            "asyncio",
            "signal",
            "tempfile",
            "urllib",
            "http",
            "ftplib",
            "requests",
            "pip",
            "pdb",
            "bdb",
            "timeit",
            "cProfile",
            "profile",
            "trace",
            "ast",
            "dis",
            "gc",
            "weakref",
            "io",
            "_io",
            "zipfile",
            "tarfile",
            "commands",
            "platform");

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
        return CALLABLE.contains(this) || storageType() != null || isData() || isSet();
    }

    /** Whether an object of it may be kept as a name with attributes. */
    boolean isClass() {
        return !FOREIGN.contains(root()) && module.matches("[\\w.]+") && name.matches("[\\w.]+");
    }

    /** Whether it gives back its first argument. */
    boolean isScriptList() {
        return module.equals(SCRIPT_LISTS);
    }

    /** Whether it is Python's set, of Python 2 or 3. */
    boolean isSet() {
        return (module.equals("builtins") || module.equals("__builtin__")) && name.equals("set");
    }

    private String root() {
        return module.contains(".") ? module.substring(0, module.indexOf('.')) : module;
    }

    /** Whether it makes plain data, of which only the name is kept. */
    boolean isData() {
        return !CALLABLE.contains(this) && (DATA.contains(this) || DATA_PACKAGES.contains(root()));
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
