#!/usr/bin/env python3
"""Writes the PyTorch files of the tests beside this script.

needs: pip install torch onnx onnxscript safetensors numpy
use:   python3 make_torch.py
"""
import copy
import io
import os
import zipfile
import json

import numpy as np
import onnx
import torch
import torch.nn as nn
import torch.nn.functional as F
from safetensors.torch import save_file

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(HERE, name)


def same():
    """One network in every format; no two of its sizes are equal."""
    torch.manual_seed(1)
    model = nn.Sequential(
        nn.Sequential(nn.Conv2d(2, 3, (3, 5), padding=(1, 2)), nn.ReLU(), nn.MaxPool2d(2)),
        nn.Conv2d(3, 4, (2, 3), stride=(1, 2)), nn.ReLU(inplace=True), nn.Flatten(), nn.Dropout(),
        nn.Linear(32, 7), nn.ReLU(), nn.Linear(7, 6)).eval()
    image = torch.rand(1, 2, 10, 12)
    torch.save(model.state_dict(), path('same.pth'))
    torch.save(model, path('same-whole.pth'))
    program = torch.export.export(model, (image,))
    torch.export.save(program, path('same.pt2'))
    torch.export.save(program.run_decompositions(), path('same-core.pt2'))
    old_layout(path('same.pt2'), model.state_dict(), path('same-old.pt2'))
    torch.jit.trace(model, image).save(path('same-traced.pt'))
    torch.jit.script(model).save(path('same-scripted.pt'))
    torch.jit.freeze(torch.jit.script(model)).save(path('same-frozen.pt'))
    torch.onnx.export(model, image, path('same.onnx'), dynamo=False)
    torch.onnx.export(model, (image,), path('same-dynamo.onnx'), dynamo=True, external_data=False)
    save_file(model.state_dict(), path('same.safetensors'))
    channels_last = {}
    for name, value in model.state_dict().items():
        array = value.numpy()
        if name == '5.weight':
            array = array.reshape(7, 4, 4, 2).transpose(0, 2, 3, 1).reshape(7, 32)
        if array.ndim == 4:
            array = array.transpose(2, 3, 1, 0)
        channels_last[name.replace('weight', 'kernel')] = np.asfortranarray(array.T) if array.ndim == 2 else array
    np.savez(path('same.npz'), **channels_last)


def old_layout(new, state, file):
    """The layout from before PyTorch 2.8, with the graph of a new file."""
    with zipfile.ZipFile(new) as source, zipfile.ZipFile(file, 'w') as target:
        name = next(n for n in source.namelist() if n.endswith('/models/model.json'))
        target.writestr('serialized_exported_program.json', source.read(name))
        buffer = io.BytesIO()
        torch.save(state, buffer)
        target.writestr('serialized_state_dict.pt', buffer.getvalue())
        target.writestr('serialized_constants.pt', b'')
        target.writestr('version', '8.2')


class Residual(nn.Module):
    """Branches, operators that write over what they read, normalizations."""

    def __init__(self):
        super().__init__()
        self.c0 = nn.Conv2d(2, 4, 3, padding='same', bias=False)
        self.b0 = nn.BatchNorm2d(4)
        self.c1 = nn.Conv2d(4, 4, 3, padding=1, groups=2)
        self.c2 = nn.Conv2d(4, 6, (2, 3), stride=(1, 2), padding=(0, 1))
        self.relu = nn.ReLU(inplace=True)
        self.inner = nn.Linear(12, 10)
        self.fc = nn.Linear(10, 5)

    def forward(self, x):
        x = self.b0(self.c0((x - 0.3) / 0.7))
        o = self.c1(self.relu(x))
        o += x
        y = self.c2(F.relu_(o))
        o = torch.cat([y, F.leaky_relu(y, 0.2)], 1)
        o = F.max_pool2d(o, (2, 1)).mean((2, 3))
        return self.fc(self.inner(o))


class Decoder(nn.Module):
    """Images that grow."""

    def __init__(self):
        super().__init__()
        self.a = nn.Conv2d(1, 3, 3, padding=1)
        self.p = nn.PReLU(3)
        self.t = nn.ConvTranspose2d(3, 4, 2, stride=2)
        self.u = nn.Upsample(scale_factor=2)
        self.c = nn.Conv2d(4, 4, 3, padding=1)
        self.s = nn.PixelShuffle(2)

    def forward(self, x):
        return self.s(self.c(self.u(self.t(self.p(self.a(x))))))


FUNCTIONS = [nn.ReLU6(), nn.Hardtanh(-0.5, 2.0), nn.LeakyReLU(0.1), nn.ELU(0.7), nn.Tanh(), nn.Sigmoid(), nn.SiLU(),
             nn.GELU(), nn.GELU(approximate='tanh'), nn.Hardswish(), nn.Hardsigmoid(), nn.PReLU(), nn.Softplus(),
             nn.Mish(), nn.SELU(), nn.CELU(0.6), nn.Softsign()]


def functions():
    layers = []
    for i, function in enumerate(FUNCTIONS):
        layers += [nn.Conv2d(2 if i == 0 else 3, 3, 1), copy.deepcopy(function)]
    layers += [nn.ZeroPad2d((1, 0, 0, 1)), nn.AvgPool2d(2), nn.AdaptiveAvgPool2d(1), nn.Flatten(),
               nn.Linear(3, 6), nn.BatchNorm1d(6), nn.Softmax(1)]
    return nn.Sequential(*layers)


def write(name, model, image, whole=False, dynamo=False):
    model.train()
    with torch.no_grad():
        for _ in range(3):
            model(torch.rand(4, *image.shape[1:]))
    model.eval()
    torch.export.save(torch.export.export(model, (image,)), path(name + '.pt2'))
    torch.jit.trace(model, image).save(path(name + '.pt'))
    torch.onnx.export(model, (image,), path(name + '.onnx'), dynamo=dynamo, external_data=False)
    if whole:
        torch.save(model, path(name + '-whole.pth'))


def forget_sources(file):
    """Without the stack traces of the exporter, which hold paths of the machine that it ran on."""
    model = onnx.load(file)
    for part in (model, model.graph, *model.graph.node, *model.graph.value_info, *model.graph.input, *model.graph.output):
        part.ClearField('metadata_props')
        part.ClearField('doc_string')
    onnx.save(model, file)


def slim(file):
    """Without the debug entries of TorchScript and the notes of torch.export, which no reader needs."""
    with zipfile.ZipFile(file) as source:
        entries = {n: source.read(n) for n in source.namelist() if 'debug_pkl' not in n and 'sample_inputs' not in n}
    with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as target:
        for name, content in entries.items():
            if name.endswith('model.json') or name.endswith('program.json'):
                graph = json.loads(content)
                for node in graph['graph_module']['graph']['nodes']:
                    node['metadata'] = {}
                content = json.dumps(graph).encode()
            target.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def quantized():
    torch.manual_seed(4)
    model = nn.Sequential(nn.Conv2d(1, 3, 3), nn.ReLU(), nn.Flatten(), nn.Linear(72, 5)).eval()
    packed = torch.ao.quantization.quantize_dynamic(model, {nn.Linear}, dtype=torch.qint8)
    state = packed.state_dict()
    weight = model[0].weight.detach()
    state['0.weight'] = torch.quantize_per_channel(
        weight, weight.abs().amax((1, 2, 3)) / 127, torch.zeros(3, dtype=torch.long), 0, torch.qint8)
    torch.save(state, path('quantized.pth'))
    floats = {n: v.dequantize() if torch.is_tensor(v) and v.is_quantized else v for n, v in state.items()
              if torch.is_tensor(v) and n[2:] not in ('scale', 'zero_point')}
    linear = state['3._packed_params._packed_params']
    floats['3.weight'], floats['3.bias'] = linear[0].dequantize(), linear[1].detach()
    torch.save(floats, path('dequantized.pth'))


def main():
    same()
    torch.manual_seed(3)
    write('residual', Residual(), torch.rand(1, 2, 9, 8))
    write('decoder', Decoder(), torch.rand(1, 1, 5, 6))
    write('functions', functions(), torch.rand(1, 2, 8, 5), whole=True, dynamo=True)
    quantized()
    for name in os.listdir(HERE):
        if name.endswith(('.pt', '.pt2')):
            slim(path(name))
        if name.endswith('.onnx'):
            forget_sources(path(name))


if __name__ == '__main__':
    main()
