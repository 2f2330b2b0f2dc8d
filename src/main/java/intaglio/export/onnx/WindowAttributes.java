package intaglio.export.onnx;

import static intaglio.onnx.OnnxGraphBuilder.integers;

import ai.onnx.proto.OnnxMl.AttributeProto;
import intaglio.ir.Window;

/** A window as attributes of ONNX's convolutions and pools. */
final class WindowAttributes {

    private WindowAttributes() {}

    static AttributeProto pads(Window window) {
        return integers("pads", window.padTop(), window.padLeft(), window.padBottom(), window.padRight());
    }

    static AttributeProto dilations(Window window) {
        return integers("dilations", window.dilationY(), window.dilationX());
    }

    static AttributeProto kernelShape(Window window) {
        return integers("kernel_shape", window.kernelHeight(), window.kernelWidth());
    }

    static AttributeProto strides(Window window) {
        return integers("strides", window.strideY(), window.strideX());
    }
}
