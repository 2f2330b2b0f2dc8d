package intaglio.frontend.onnx;

import intaglio.ir.FunctionKind;
import intaglio.ir.PoolKind;
import java.util.Map;
import java.util.Set;

/** The operators that are read, and for those that are not, the nearest thing that is. */
final class Operators {

    private static final String ACTIVATION = "use Relu and train again";
    private static final String QDQ =
            "quantize with the QDQ format (onnxruntime: QuantFormat.QDQ), or give the float model";

    private static final Map<String, Operator> READ = Map.ofEntries(
            Map.entry("Conv", new ConvOperator()),
            Map.entry("Gemm", new LinearOperator(true)),
            Map.entry("MatMul", new LinearOperator(false)),
            Map.entry("Add", new AffineOperator()),
            Map.entry("Sub", new AffineOperator()),
            Map.entry("Mul", new AffineOperator()),
            Map.entry("Div", new AffineOperator()),
            Map.entry("Neg", new NegOperator()),
            Map.entry("Max", new LimitOperator(true)),
            Map.entry("Min", new LimitOperator(false)),
            Map.entry("BatchNormalization", new BatchNormOperator()),
            Map.entry("Relu", new ReluOperator()),
            Map.entry("Clip", new ClipOperator()),
            Map.entry("Tanh", new FunctionOperator(FunctionKind.TANH)),
            Map.entry("Elu", new FunctionOperator(FunctionKind.ELU, 1)),
            Map.entry("Celu", new FunctionOperator(FunctionKind.CELU, 1)),
            Map.entry("Selu", new FunctionOperator(FunctionKind.SELU, 1.6732631921768188, 1.0507010221481323)),
            Map.entry("LeakyRelu", new FunctionOperator(FunctionKind.LEAKYRELU, 0.01)),
            Map.entry("PRelu", new PReluOperator()),
            Map.entry("HardSigmoid", new FunctionOperator(FunctionKind.HARDSIGMOID, 0.2, 0.5)),
            Map.entry("HardSwish", new FunctionOperator(FunctionKind.HARDSWISH)),
            Map.entry("Gelu", new GeluOperator()),
            Map.entry("Softplus", new FunctionOperator(FunctionKind.SOFTPLUS)),
            Map.entry("Softsign", new FunctionOperator(FunctionKind.SOFTSIGN)),
            Map.entry("Swish", new FunctionOperator(FunctionKind.SILU)),
            Map.entry("Mish", new FunctionOperator(FunctionKind.MISH)),
            Map.entry("AveragePool", new PoolOperator(PoolKind.AVERAGE, false)),
            Map.entry("GlobalAveragePool", new PoolOperator(PoolKind.AVERAGE, true)),
            Map.entry("MaxPool", new PoolOperator(PoolKind.MAX, false)),
            Map.entry("GlobalMaxPool", new PoolOperator(PoolKind.MAX, true)),
            Map.entry("ReduceMean", new ReduceOperator(PoolKind.AVERAGE)),
            Map.entry("ReduceMax", new ReduceOperator(PoolKind.MAX)),
            Map.entry("ConvTranspose", new ConvTransposeOperator()),
            Map.entry("DepthToSpace", new DepthToSpaceOperator()),
            Map.entry("Resize", new UpsampleOperator()),
            Map.entry("Upsample", new UpsampleOperator()),
            Map.entry("Transpose", new TransposeOperator()),
            Map.entry("Pad", new PadOperator()),
            Map.entry("Flatten", new FlattenOperator()),
            Map.entry("Reshape", new ReshapeOperator()),
            Map.entry("Squeeze", new AxesOperator(false)),
            Map.entry("Unsqueeze", new AxesOperator(true)),
            Map.entry("Identity", new PassOperator()),
            Map.entry("Dropout", new PassOperator()),
            Map.entry("Cast", new PassOperator()),
            Map.entry("QuantizeLinear", new QuantizeOperator(true)),
            Map.entry("DequantizeLinear", new QuantizeOperator(false)),
            Map.entry("Quant", new QuantOperator()),
            Map.entry("Softmax", new EndOperator()),
            Map.entry("LogSoftmax", new EndOperator()),
            Map.entry("Sigmoid", new EndOperator()),
            Map.entry("Log", new EndOperator()),
            Map.entry("ArgMax", new EndOperator()));

    private static final Map<String, String> REWRITES = Map.ofEntries(
            Map.entry("Log", ACTIVATION),
            Map.entry("Erf", ACTIVATION),
            Map.entry("Split", "use a convolution for each part of the channels"),
            Map.entry("Slice", "cut the images before they enter the network"),
            Map.entry("SpaceToDepth", "use a convolution with stride"),
            Map.entry("LpPool", "use AveragePool or MaxPool"),
            Map.entry("LRN", "use BatchNormalization directly after a convolution"),
            Map.entry("InstanceNormalization", "use BatchNormalization directly after a convolution"),
            Map.entry("LayerNormalization", "use BatchNormalization directly after a convolution"),
            Map.entry("GroupNormalization", "use BatchNormalization directly after a convolution"),
            Map.entry("BipolarQuant", "quantize activations to 2 to 8 bits with Quant; one bit is for weights"),
            Map.entry("Trunc", "use an average pool and Quant behind it (Brevitas: export without TruncAvgPool2d)"),
            Map.entry("DynamicQuantizeLinear", "quantize statically, with the QDQ format"),
            Map.entry("ConvInteger", QDQ),
            Map.entry("MatMulInteger", QDQ),
            Map.entry("If", "export the model by tracing, with fixed sizes"),
            Map.entry("Loop", "export the model by tracing, with fixed sizes"),
            Map.entry("Scan", "export the model by tracing, with fixed sizes"));

    /** Functions of each element, which are not read but leave all sizes as they are. */
    private static final Set<String> BY_ELEMENT =
            Set.of("Erf", "ThresholdedRelu", "Abs", "Sqrt", "Exp", "Pow", "Sign", "Floor", "Round");

    private Operators() {}

    /** Operators where tensors that depend on the image meet. */
    private static final Map<String, JoinOperator> JOINS = Map.of(
            "Add",
            new SumOperator(),
            "Sum",
            new SumOperator(),
            "Sub",
            new SumOperator(),
            "Concat",
            new ConcatOperator());

    /** Whether an operator that is not read leaves all sizes as they are. */
    static boolean keepsSizes(Node node) {
        return node.domain().isEmpty() && BY_ELEMENT.contains(node.op());
    }

    /** The operator of a node, or null for one that is not read. */
    static Operator of(Node node) {
        return node.domain().isEmpty() ? READ.get(node.op()) : null;
    }

    /** What a node does whose inputs depend on the image, all or several; null where they cannot. */
    static JoinOperator join(Node node) {
        return node.domain().isEmpty() ? JOINS.get(node.op()) : null;
    }

    /** Whether a node joins even a single tensor that depends on the image. */
    static boolean isJoin(Node node) {
        return node.op().equals("Sum") || node.op().equals("Concat");
    }

    /** The nearest supported rewrite of an operator that is not read. */
    static String rewrite(Node node) {
        if (node.op().startsWith("QLinear") || node.op().equals("QGemm")) {
            return QDQ;
        }
        if (node.domain().contains("qonnx") || node.domain().contains("brevitas")) {
            return "export with QuantizeLinear and DequantizeLinear (Brevitas: export_onnx_qcdq)";
        }
        if (!node.domain().isEmpty()) {
            return "export without operators of other domains (onnxruntime's optimizer adds such)";
        }
        return REWRITES.getOrDefault(node.op(), "build the network of the operators in docs/onnx.md");
    }
}
