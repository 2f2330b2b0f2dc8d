# SPDX-License-Identifier: Apache-2.0
"""Makes the small TensorFlow Lite files of this folder, one construct each, and what their owner's runtime gives.

    pip install tensorflow-cpu==2.21
    python3 make_tflite.py [NAME ...]

NAME.tflite is the model. NAME.bin is six images, bytes 0..255 by numpy.random.RandomState(1), and what the reference
kernels (BUILTIN_REF) give for them: float32 or bytes, as the model's output is, image by image.
refused/NAME.tflite are models that are refused.
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
# Of operators, where it is not 2
VERSIONS = {'CONV_2D': 3, 'DEPTHWISE_CONV_2D': 3, 'FULLY_CONNECTED': 4, 'DEQUANTIZE': 3, **dict.fromkeys(
    ['DEPTH_TO_SPACE', 'ELU', 'HARD_SWISH', 'LEAKY_RELU', 'PRELU', 'QUANTIZE', 'RESHAPE', 'SHAPE', 'TRANSPOSE_CONV'], 1)}
SAME, VALID = 0, 1
NONE, RELU, RELU_N1_TO_1, RELU6 = range(4)


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
        code.version = VERSIONS.get(name, 2)
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
        if self.tensors[data].type == 0:
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


def run(model, images, resolver='BUILTIN_REF'):
    """What the reference kernels give for images of bytes."""
    interpreter = tf.lite.Interpreter(
        model_content=model, experimental_op_resolver_type=getattr(tf.lite.experimental.OpResolverType, resolver))
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


class Net(Model):
    """A chain of operators on the tensor x, behind an image. Kind: float32, int8 or uint8 data and weights."""

    def __init__(self, kind, rows=9, columns=7, channels=3, entry=None, per_channel=False, weights=None):
        super().__init__()
        self.kind, self.per_channel, self.stored = kind, per_channel, weights or kind
        self.lowest = -128 if kind == np.int8 else 0
        self.input = self.tensor((1, rows, columns, channels), entry or kind, 'image', **self.bytes(1 / 255, 0)
                                 if (entry or kind) != np.float32 else {})
        self.x = self.input
        if entry == np.float32 and kind != np.float32:
            self.step('QUANTIZE', self.shape, scale=1 / 255, zero=0)

    def bytes(self, scale, zero):
        """Zero point given for uint8."""
        return {'scale': scale, 'zero': zero + self.lowest}

    @property
    def shape(self):
        return self.tensors[self.x].shape

    def step(self, op, shape, inputs=None, options=None, scale=.02, zero=0, name=None, first=True):
        more = {} if self.kind == np.float32 else self.bytes(scale, zero)
        out = self.tensor(shape, self.kind, name or 'net/%s_%d/%s' % (op.lower(), len(self.operators), op), **more)
        before = [self.x] if first else []
        self.x = self.op(op, before + (inputs or []), out, options)
        return self

    def same(self):
        """The scale and zero point of x."""
        if self.kind == np.float32:
            return {}
        q = self.tensors[self.x].quantization
        return {'scale': q.scale[0], 'zero': int(q.zeroPoint[0]) - self.lowest}

    def window(self, kernel, stride, padding, dilation=(1, 1)):
        rows, columns = self.shape[1:3]
        size = []
        for n, k, t, d in zip((rows, columns), kernel, stride, dilation):
            size.append(-(-n // t) if padding == SAME else (n - (k - 1) * d - 1) // t + 1)
        return size

    def conv(self, channels, kernel=(3, 2), stride=(1, 1), padding=VALID, act=NONE, dilation=(1, 1), bias=True,
             groups=1, **more):
        n = len(self.operators)
        w = self.weights((channels,) + kernel + (self.shape[3] // groups,), 'net/conv_%d/Conv2D' % n, self.stored,
                         0 if self.per_channel else None)
        inputs = [w] + ([self.bias(self.x, w, channels, 'b%d' % n)] if bias else [])
        return self.step('CONV_2D', [1] + self.window(kernel, stride, padding, dilation) + [channels], inputs,
                         options('Conv2D', padding=padding, strideH=stride[0], strideW=stride[1],
                                 fusedActivationFunction=act, dilationHFactor=dilation[0],
                                 dilationWFactor=dilation[1]), **more)

    def depthwise(self, multiplier=1, kernel=(3, 2), stride=(1, 1), padding=VALID, act=NONE, **more):
        n, channels = len(self.operators), self.shape[3] * multiplier
        w = self.weights((1,) + kernel + (channels,), 'net/depthwise_%d/depthwise' % n, self.stored,
                         3 if self.per_channel else None)
        return self.step('DEPTHWISE_CONV_2D', [1] + self.window(kernel, stride, padding) + [channels],
                         [w, self.bias(self.x, w, channels, 'b%d' % n)],
                         options('DepthwiseConv2D', padding=padding, strideH=stride[0], strideW=stride[1],
                                 depthMultiplier=multiplier, fusedActivationFunction=act, dilationHFactor=1,
                                 dilationWFactor=1), **more)

    def dense(self, outputs=5, act=NONE, bias=True, **more):
        n = len(self.operators)
        w = self.weights((outputs, int(np.prod(self.shape))), 'net/dense_%d/MatMul' % n, self.stored)
        inputs = [w] + ([self.bias(self.x, w, outputs, 'b%d' % n)] if bias else [])
        return self.step('FULLY_CONNECTED', [1, outputs], inputs, options('FullyConnected', fusedActivationFunction=act),
                         **{'scale': .05, 'zero': 121, **more})

    def pool(self, op, kernel, stride, padding=VALID, act=NONE):
        return self.step(op, [1] + self.window(kernel, stride, padding) + [self.shape[3]], None,
                         options('Pool2D', padding=padding, strideH=stride[0], strideW=stride[1],
                                 filterHeight=kernel[0], filterWidth=kernel[1], fusedActivationFunction=act),
                         **self.same())

    def mean(self, keep=False, **more):
        shape = [1, 1, 1, self.shape[3]] if keep else [1, self.shape[3]]
        return self.step('MEAN', shape, [self.constant(np.array([1, 2], np.int32))], options('Reducer', keepDims=keep),
                         **(more or self.same()))

    def reshape(self, *shape):
        return self.step('RESHAPE', [1] + list(shape), [self.constant(np.array([1] + list(shape), np.int32))],
                         options('Reshape', newShape=[1] + list(shape)), **self.same())

    def flatten(self):
        return self.reshape(int(np.prod(self.shape)))

    def keras_flatten(self):
        """As Keras' Flatten is converted where the batch is open: the sizes are computed."""
        size = int(np.prod(self.shape))
        shape = self.op('SHAPE', [self.x], self.tensor((4,), np.int32), options('Shape', outType=2))
        cut = self.op('STRIDED_SLICE', [shape] + [self.constant(np.array([v], np.int32)) for v in (0, 1, 1)],
                      self.tensor((), np.int32), options('StridedSlice', shrinkAxisMask=1))
        pack = self.op('PACK', [cut, self.constant(np.array(size, np.int32))], self.tensor((2,), np.int32),
                       options('Pack', valuesCount=2, axis=0))
        return self.step('RESHAPE', [1, size], [pack], options('Reshape'), **self.same())

    def pad(self, *sides):
        shape = [n + a + b for n, (a, b) in zip(self.shape, sides)]
        return self.step('PAD', shape, [self.constant(np.array(sides, np.int32))], options('Pad'), **self.same())

    def function(self, op, opts=None, **more):
        return self.step(op, list(self.shape), None, opts, **(more or self.same()))

    def constant_op(self, op, values, act=NONE, by=None, **more):
        """With a constant; bytes of the given scale for quantized data."""
        if self.kind == np.float32:
            c = self.constant(np.asarray(values, np.float32), 'net/c')
        else:
            c = self.constant(np.asarray(values).astype(self.kind), 'net/c', scale=by)
        name = {'ADD': 'Add', 'SUB': 'Sub', 'MUL': 'Mul'}[op]
        return self.step(op, list(self.shape), [c], options(name, fusedActivationFunction=act), **more)

    def model(self):
        return self.save(self.input, self.x)


F, I, U = np.float32, np.int8, np.uint8


def half(net):
    """Weights of 16-bit floats behind DEQUANTIZE, as the converter writes them."""
    w = net.constant(net.random.randn(4, 3, 2, 3).astype(np.float16), 'net/half/Conv2D')
    real = net.op('DEQUANTIZE', [w], net.tensor((4, 3, 2, 3), F))
    bias = net.bias(net.x, real, 4, 'b')
    return net.step('CONV_2D', [1, 7, 6, 4], [real, bias],
                    options('Conv2D', padding=VALID, strideH=1, strideW=1, dilationHFactor=1, dilationWFactor=1))


def transposed(net, padding, kernel, stride):
    rows, columns = net.shape[1:3]
    size = [n * t if padding == SAME else (n - 1) * t + k for n, t, k in zip((rows, columns), stride, kernel)]
    w = net.weights((4,) + kernel + (net.shape[3],), 'net/up/conv2d_transpose', F)
    shape = [1] + size + [4]
    return net.step('TRANSPOSE_CONV', shape, [net.constant(np.array(shape, np.int32)), w, net.x],
                    options('TransposeConv', padding=padding, strideH=stride[0], strideW=stride[1]), first=False)


def branches(net):
    net.conv(4, (3, 2), padding=SAME, act=RELU)
    left = net.x
    net.conv(4, (2, 3), padding=SAME)
    right = net.x
    net.step('ADD', list(net.shape), [left], options('Add', fusedActivationFunction=RELU))
    return net.step('CONCATENATION', net.shape[:3] + [8], [right], options('Concatenation', axis=3))


def resize(net, half_pixel):
    rows, columns = net.shape[1:3]
    return net.step('RESIZE_NEAREST_NEIGHBOR', [1, 2 * rows, 2 * columns, net.shape[3]],
                    [net.constant(np.array([2 * rows, 2 * columns], np.int32))],
                    options('ResizeNearestNeighbor', halfPixelCenters=half_pixel))


def depth_to_space(net):
    rows, columns, channels = net.shape[1:]
    return net.step('DEPTH_TO_SPACE', [1, 2 * rows, 2 * columns, channels // 4], None,
                    options('DepthToSpace', blockSize=2), **net.same())


def prelu(net):
    return net.step('PRELU', list(net.shape), [net.constant(np.array([[[.1, -.2, .3, .4]]], F), 'net/alpha')])


def channels_first(net):
    """A network that was made for channels first."""
    net.step('TRANSPOSE', [1, net.shape[3]] + net.shape[1:3], [net.constant(np.array([0, 3, 1, 2], np.int32))],
             options('Transpose'))
    return net.flatten().dense()


CONSTRUCTS = {
    # ---- floats
    'conv': lambda: Net(F).conv(4, (3, 2), (1, 2)).flatten().dense(),
    'conv-same': lambda: Net(F).conv(4, (4, 3), (2, 3), SAME, RELU).flatten().dense(),
    'conv-dilated': lambda: Net(F).conv(4, (3, 2), dilation=(2, 3), act=RELU6).flatten().dense(),
    'conv-grouped': lambda: Net(F, channels=4).conv(6, groups=2, act=RELU_N1_TO_1).flatten().dense(),
    'depthwise': lambda: Net(F).depthwise(2, (2, 3), (2, 1), SAME, RELU).flatten().dense(),
    'pools': lambda: Net(F).conv(4).pool('MAX_POOL_2D', (2, 3), (1, 2), SAME, RELU)
        .pool('AVERAGE_POOL_2D', (3, 2), (2, 1), SAME).flatten().dense(),
    'global-mean': lambda: Net(F).conv(4, act=RELU).mean().dense(),
    'global-mean-kept': lambda: Net(F).conv(4).mean(True).flatten().dense(),
    'keras-flatten': lambda: Net(F).conv(4).keras_flatten().dense(),
    'dense-of-image': lambda: Net(F).dense(6, RELU).dense(),
    'pad': lambda: Net(F).pad((0, 0), (1, 2), (0, 1), (0, 0)).conv(4).flatten().dense(),
    'normalization': lambda: Net(F).constant_op('MUL', [2., 3., 4.]).constant_op('SUB', [.5, .25, 1.]).conv(4).flatten()
        .dense(),
    'affine-behind-relu': lambda: Net(F).conv(4, act=RELU).constant_op('MUL', [2., .5, -1., 3.])
        .constant_op('ADD', [[[[.5, .25, 1., 0.]]]]).conv(3).flatten().dense(),
    'functions': lambda: Net(F).conv(4).function('LEAKY_RELU', options('LeakyRelu', alpha=.15)).conv(3)
        .function('HARD_SWISH').conv(4).function('ELU').flatten().dense(6).function('LOGISTIC').dense(),
    'prelu': lambda: prelu(Net(F).conv(4)).flatten().dense(),
    'half': lambda: half(Net(F)).flatten().dense(),
    'dynamic': lambda: Net(F, weights=I).conv(4, act=RELU).flatten().dense(),
    'branches': lambda: branches(Net(F)).flatten().dense(),
    'transpose-conv-same': lambda: transposed(Net(F, 5, 4).conv(3), SAME, (3, 4), (2, 2)).flatten().dense(),
    'transpose-conv-valid': lambda: transposed(Net(F, 5, 4).conv(3), VALID, (4, 2), (2, 2)).flatten().dense(),
    'resize': lambda: resize(Net(F, 6, 4).conv(3), False).conv(2).flatten().dense(),
    'resize-half-pixel': lambda: resize(Net(F, 6, 4).conv(3), True).conv(2).flatten().dense(),
    'depth-to-space': lambda: depth_to_space(Net(F, 6, 4).conv(8)).conv(3).flatten().dense(),
    'channels-first': lambda: channels_first(Net(F).conv(4)),
    # ---- integers
    'int8': lambda: Net(I).conv(4, (3, 2), (1, 2), act=RELU).flatten().dense(),
    'int8-channels': lambda: Net(I, per_channel=True).conv(4, (3, 4), (2, 1), SAME, RELU).conv(6, scale=.03, zero=128)
        .flatten().dense(),
    'int8-float-image': lambda: Net(I, entry=F).conv(4, act=RELU6).flatten().dense(),
    'int8-depthwise': lambda: Net(I, per_channel=True).depthwise(2, (2, 3), (2, 1), SAME, RELU).flatten().dense(),
    'int8-max-pool': lambda: Net(I).conv(4, zero=100).pool('MAX_POOL_2D', (2, 3), (1, 2), SAME).flatten().dense(),
    'int8-average-pool': lambda: Net(I).conv(4, act=RELU).pool('AVERAGE_POOL_2D', (2, 2), (2, 1)).flatten().dense(),
    'int8-average-pool-signed': lambda: Net(I).conv(4, zero=101).pool('AVERAGE_POOL_2D', (3, 2), (1, 2)).flatten()
        .dense(),
    'int8-mean': lambda: Net(I).conv(4, act=RELU).mean().dense(),
    'int8-mean-other-scale': lambda: Net(I).conv(4, act=RELU).mean(scale=.0123, zero=0).dense(),
    'int8-affine': lambda: Net(I, channels=1).constant_op('MUL', [113], by=.01404116, scale=.00649)
        .constant_op('ADD', [127], by=.000105, scale=.0066)
        .conv(4, act=RELU).flatten().dense(),
    'int8-pad': lambda: Net(I).conv(3, zero=40).pad((0, 0), (1, 2), (0, 1), (0, 0)).conv(4).flatten().dense(),
    'int8-relu6': lambda: Net(I).conv(4, act=RELU6, scale=.031, zero=33).flatten().dense(),
    'int8-branches': lambda: branches(Net(I)).flatten().dense(),
    'int8-dense': lambda: Net(I).dense(6, RELU).dense(),
    'uint8': lambda: Net(U).conv(4, (3, 2), (1, 2), act=RELU).pool('AVERAGE_POOL_2D', (2, 3), (2, 1)).flatten().dense(),
    'uint8-depthwise': lambda: Net(U).depthwise(1, (2, 3), (1, 1), SAME, zero=77).pool('MAX_POOL_2D', (2, 2), (2, 2))
        .flatten().dense(),
}


def edited(net, edit):
    """A model with something wrong in it."""
    edit(net)
    return net


def custom(net):
    net.codes[1].builtinCode, net.codes[1].deprecatedBuiltinCode, net.codes[1].customCode = 32, 32, b'MyOperator'


def blocks(net):
    net.tensors[1].quantization.detailsType = 2
    net.tensors[1].quantization.details = s.BlockwiseQuantizationT()


def sparse(net):
    net.tensors[1].sparsity = s.SparsityParametersT()


def scale_nan(net):
    net.tensors[1].quantization.scale = np.array([np.nan], F)


def tensor_999(net):
    net.operators[1].inputs[0] = 999


def buffer_short(net):
    net.tensors[1].shape[0] += 1


def shape_huge(net):
    net.tensors[1].shape = [1 << 15, 1 << 15, 1 << 15, 1 << 15]


def int16(net):
    for t in net.tensors:
        t.type = 7 if t.type == 9 and not t.buffer else t.type


def cycle(net):
    net.operators[0].inputs[0] = net.operators[1].outputs[0]


# What is refused, and how: RefusedTfliteTest has the messages. The runtime takes none of them, or reads it otherwise.
REFUSED = {
    'custom': lambda: edited(Net(F).conv(2).flatten(), custom),
    'blocks': lambda: edited(Net(I).conv(2).flatten(), blocks),
    'sparse': lambda: edited(Net(F).conv(2).flatten(), sparse),
    'scale-nan': lambda: edited(Net(I).conv(2).flatten(), scale_nan),
    'tensor-999': lambda: edited(Net(F).conv(2).flatten(), tensor_999),
    'buffer-short': lambda: edited(Net(F).conv(2).flatten(), buffer_short),
    'shape-huge': lambda: edited(Net(F).conv(2).flatten(), shape_huge),
    'int16': lambda: edited(Net(I).conv(2).flatten(), int16),
    'cycle': lambda: edited(Net(F).conv(2).flatten(), cycle),
    'fused-tanh': lambda: Net(F).conv(2, act=4).flatten(),
    'square': lambda: Net(F).conv(2).function('SQUARE').function('SQUARE').flatten(),
}

# The reference kernels have no ELU.
RESOLVERS = {'functions': 'BUILTIN_WITHOUT_DEFAULT_DELEGATES'}


def main(names):
    folder = os.path.dirname(os.path.abspath(__file__))
    for name in names or REFUSED:
        if name in REFUSED:
            with open(os.path.join(folder, 'refused', name + '.tflite'), 'wb') as file:
                file.write(REFUSED[name]().model())
    for name in [name for name in names or CONSTRUCTS if name in CONSTRUCTS]:
        net = CONSTRUCTS[name]()
        model = net.model()
        assert len(model) < 1 << 14, name
        images = np.random.RandomState(1).randint(0, 256, [IMAGES] + net.tensors[net.input].shape[1:]).astype(np.uint8)
        outputs = run(model, images, RESOLVERS.get(name, 'BUILTIN_REF'))
        assert outputs.std() > 0, name
        with open(os.path.join(folder, name + '.tflite'), 'wb') as file:
            file.write(model)
        with open(os.path.join(folder, name + '.bin'), 'wb') as file:
            file.write(images.tobytes() + outputs.tobytes())
        print('%-26s %6d bytes, outputs %g to %g, spread %g' % (
            name, len(model), outputs.min(), outputs.max(), outputs.std()))


if __name__ == '__main__':
    main(sys.argv[1:])
