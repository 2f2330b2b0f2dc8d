"""Quantizes the sample network with onnxruntime's own quantizer, in the QDQ format, and saves it as lenet-qdq.onnx.

Not needed to use Intaglio. Written for onnxruntime 1.31 (pip install onnx onnxruntime). Calibrated on our own digits.
"""
import argparse
from pathlib import Path

import numpy as np
import onnx
from onnxruntime.quantization import CalibrationDataReader, QuantFormat, QuantType, quantize_static

from draw_digits import read_png

FOLDER = Path(__file__).parent


class Digits(CalibrationDataReader):
    """Our own digits (draw_digits.py), one by one, as pixels of 0..1."""

    def __init__(self):
        self.files = iter(sorted((FOLDER / "digits").glob("*.png")))

    def get_next(self):
        file = next(self.files, None)
        return None if file is None else {"image": read_png(file).astype(np.float32)[None, None] / 255}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--model", type=Path, default=FOLDER / "lenet.onnx", help="a float model with input 'image'")
    parser.add_argument("--out", type=Path, default=FOLDER / "lenet-qdq.onnx")
    parser.add_argument("--per-tensor", action="store_true", help="one scale for each weight tensor")
    arguments = parser.parse_args()
    quantize_static(arguments.model, arguments.out, Digits(), quant_format=QuantFormat.QDQ,
                    per_channel=not arguments.per_tensor,
                    activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8)
    onnx.checker.check_model(str(arguments.out), full_check=True)


if __name__ == "__main__":
    main()
