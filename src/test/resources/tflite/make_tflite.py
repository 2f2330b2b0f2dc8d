# SPDX-License-Identifier: Apache-2.0
"""Makes the small TensorFlow Lite files of this folder, one construct each, and what their owner's runtime gives.

    pip install tensorflow-cpu==2.21
    python3 make_tflite.py [NAME ...]

NAME.tflite is the model, NAME.bin what the reference kernels (BUILTIN_REF) give for the images: bytes 0..255 by
numpy.random.RandomState(1). Float32 or bytes, as the model's output is, image by image.
"""
import os
import sys

os.environ['CUDA_VISIBLE_DEVICES'] = '-1'
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'

import flatbuffers
import numpy as np
import tensorflow as tf
from tensorflow.lite.python import schema_py_generated as s

IMAGES = 6
TYPES = {np.dtype(np.float32): 0, np.dtype(np.float16): 1, np.dtype(np.int32): 2, np.dtype(np.uint8): 3,
         np.dtype(np.int64): 4, np.dtype(np.int8): 9}
OP = {name: code for name, code in vars(s.BuiltinOperator).items() if name.isupper()}
SAME, VALID = 0, 1
NONE, RELU, RELU_N1_TO_1, RELU6, TANH = range(5)


class Model:
    """One graph under construction. A tensor is its index."""

    def __init__(self, seed=1):
        self.random = np.random.RandomState(seed)
        self.tensors, self.operators, self.codes = [], [], []
        self.buffers = [s.BufferT()]

    def tensor(self, shape, kind, name=None, scale=None, zero=0, axis=0, data=None):
        t = s.TensorT()
        t.shape, t.type = list(shape), TYPES[np.dtype(kind)]
        t.name = name or 't%d' % len(self.tensors)
        t.buffer = 0
        if data is not None:
            b = s.BufferT()
            b.data = np.frombuffer(np.ascontiguousarray(data).tobytes(), np.uint8)
            self.buffers.append(b)
            t.buffer = len(self.buffers) - 1
        if scale is not None:
            q = s.QuantizationParametersT()
            q.scale = np.atleast_1d(np.float32(scale))
            q.zeroPoint = np.full(len(q.scale), zero, np.int64)
            q.quantizedDimension = axis
            t.quantization = q
        self.tensors.append(t)
        return len(self.tensors) - 1

    def constant(self, data, name=None, **more):
        data = np.asarray(data)
        return self.tensor(data.shape, data.dtype, name, data=data, **more)

    def scale(self, index):
        return self.tensors[index].quantization.scale

    def op(self, name, inputs, output, options=None, kind=None):
        code = s.OperatorCodeT()
        code.builtinCode = OP[name]
        code.deprecatedBuiltinCode = min(127, OP[name])
        code.version = {'FULLY_CONNECTED': 4}.get(name, 3) if name != 'RESHAPE' else 1
        o = s.OperatorT()
        o.opcodeIndex = len(self.codes)
        self.codes.append(code)
        o.inputs, o.outputs = list(inputs), [output]
        if options is not None:
            o.builtinOptions = options
            o.builtinOptionsType = getattr(s.BuiltinOptions, type(options).__name__[:-1])
        self.operators.append(o)
        return output

    def weights(self, shape, name, kind, axis=None):
        """Random weights of float32, or bytes with one scale, or one for each index along an axis."""
        if kind == np.float32:
            return self.constant((self.random.randn(*shape) / np.sqrt(np.prod(shape[1:]))).astype(np.float32), name)
        low, high, zero = (-127, 128, 0) if kind == np.int8 else (0, 256, 119)
        scale = 0.7 / 127 / np.sqrt(np.prod(shape) / max(shape))
        scales = scale if axis is None else scale * self.random.uniform(.3, 1, shape[axis])
        return self.constant(self.random.randint(low, high, shape).astype(kind), name, scale=scales, zero=zero,
                             axis=axis or 0)

    def bias(self, data, weights, channels, name):
        if self.tensors[weights].type == 0:
            return self.constant(self.random.randn(channels).astype(np.float32), name)
        scales = np.float32(self.scale(data)[0]) * self.scale(weights)
        values = self.random.uniform(-1, 1, channels) / scales
        return self.constant(np.rint(values).astype(np.int32), name, scale=scales, axis=0)

    def save(self, inputs, outputs):
        graph = s.SubGraphT()
        graph.tensors, graph.operators, graph.name = self.tensors, self.operators, 'main'
        graph.inputs, graph.outputs = [inputs], [outputs]
        model = s.ModelT()
        model.version, model.operatorCodes, model.buffers = 3, self.codes, self.buffers
        model.subgraphs, model.description = [graph], 'intaglio'
        builder = flatbuffers.Builder(1 << 14)
        builder.Finish(model.Pack(builder), b'TFL3')
        return bytes(builder.Output())


def options(kind, **fields):
    o = getattr(s, kind + 'OptionsT')()
    for key, value in fields.items():
        assert hasattr(o, key), key
        setattr(o, key, value)
    return o


def run(model, images):
    """What the reference kernels give for images of bytes."""
    interpreter = tf.lite.Interpreter(
        model_content=model, experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_REF)
    interpreter.allocate_tensors()
    entry, end = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    results = []
    for image in images:
        if entry['dtype'] == np.int8:
            data = (image.astype(np.int32) - 128).astype(np.int8)
        elif entry['dtype'] == np.uint8:
            data = image
        else:
            data = (image / np.float32(255)).astype(np.float32)
        interpreter.set_tensor(entry['index'], data.reshape(entry['shape']))
        interpreter.invoke()
        results.append(interpreter.get_tensor(end['index']).copy())
    return np.stack(results)
