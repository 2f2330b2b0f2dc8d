"""Trains a small network on MNIST with Keras, converts it, and saves it as digits-int8.tflite and digits-float.tflite.

Not needed to use Intaglio. Written for TensorFlow 2.21 (pip install tensorflow-cpu); some minutes on one core.
"""
import argparse
import gzip
import os
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf
from tensorflow import keras

FOLDER = Path(__file__).parent


def read_idx(path):
    """A gzipped IDX file of bytes as an array; the fourth byte is the number of dimensions."""
    data = gzip.decompress(path.read_bytes())
    dimensions = np.frombuffer(data, ">u4", data[3], 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(dimensions)


def mnist(folder, part):
    images = read_idx(folder / f"{part}-images-idx3-ubyte.gz")[..., None].astype(np.float32) / 255
    return images, read_idx(folder / f"{part}-labels-idx1-ubyte.gz").astype(np.int64)


def network():
    layers = keras.layers
    return keras.Sequential([
        keras.Input((28, 28, 1)),
        layers.Conv2D(12, 3, strides=2, padding="same", use_bias=False), layers.BatchNormalization(), layers.ReLU(),
        layers.DepthwiseConv2D(3, padding="same", use_bias=False), layers.BatchNormalization(), layers.ReLU(6.0),
        layers.Conv2D(24, 1, use_bias=False), layers.BatchNormalization(), layers.ReLU(),
        layers.MaxPooling2D(2),
        layers.Conv2D(32, 3, padding="same", use_bias=False), layers.BatchNormalization(), layers.ReLU(),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(32, activation="relu"),
        layers.Dense(10),
    ])


def convert(model, images):
    """The float model, and the one of int8 throughout; its scales fit the images."""
    floats = tf.lite.TFLiteConverter.from_keras_model(model).convert()
    converter = tf.lite.TFLiteConverter.from_keras_model(model)
    converter.optimizations = [tf.lite.Optimize.DEFAULT]
    converter.representative_dataset = lambda: ([image[None]] for image in images)
    converter.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8]
    converter.inference_input_type = converter.inference_output_type = tf.int8
    return floats, converter.convert()


def run(model, images):
    """What TensorFlow Lite's reference kernels give for images of 0..1."""
    interpreter = tf.lite.Interpreter(
        model_content=model, experimental_op_resolver_type=tf.lite.experimental.OpResolverType.BUILTIN_REF)
    interpreter.allocate_tensors()
    entry, end = interpreter.get_input_details()[0], interpreter.get_output_details()[0]
    outputs = []
    for image in images:
        if entry["dtype"] == np.int8:
            image = (np.rint(image * 255) - 128).astype(np.int8)
        interpreter.set_tensor(entry["index"], image[None])
        interpreter.invoke()
        outputs.append(interpreter.get_tensor(end["index"])[0])
    return np.stack(outputs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mnist", type=Path, default=FOLDER.parent.parent / "shared" / "data" / "mnist",
                        help="folder of the four gzipped IDX files")
    parser.add_argument("--out", type=Path, default=FOLDER)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reference", type=Path, help="a file for what the int8 model gives for 1,000 test images")
    arguments = parser.parse_args()
    keras.utils.set_random_seed(arguments.seed)
    images, labels = mnist(arguments.mnist, "train")
    tests, expected = mnist(arguments.mnist, "t10k")
    model = network()
    steps = arguments.epochs * (len(images) // 128)
    model.compile(keras.optimizers.AdamW(keras.optimizers.schedules.CosineDecay(4e-3, steps)),
                  keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    model.fit(images, labels, batch_size=128, epochs=arguments.epochs, verbose=2)
    for name, content in zip(("digits-float", "digits-int8"), convert(model, images[:1000])):
        (arguments.out / f"{name}.tflite").write_bytes(content)
        outputs = run(content, tests)
        right = np.mean(outputs.argmax(1) == expected)
        if arguments.reference and outputs.dtype == np.int8:
            arguments.reference.write_bytes(outputs[:1000].tobytes())
        print(f"{name}.tflite: {len(content)} bytes, {100 * right:.2f} % of {len(tests)} test images")


if __name__ == "__main__":
    main()
