"""Trains a small network of separable convolutions in Keras, and saves it as digits.keras.

Not needed to use Intaglio. Written for Keras 3.15 on TensorFlow 2.21 (pip install tensorflow keras).
"""
import argparse
import gzip
from pathlib import Path

import keras
import numpy as np
import tensorflow as tf
from keras import layers


def read_idx(path):
    """A gzipped IDX file of bytes as an array; the fourth byte is the number of dimensions."""
    data = gzip.decompress(path.read_bytes())
    dimensions = np.frombuffer(data, ">u4", data[3], 4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * data[3]).reshape(dimensions)


def mnist(folder, part):
    images = read_idx(folder / f"{part}-images-idx3-ubyte.gz")[..., None].astype("float32")
    return images, read_idx(folder / f"{part}-labels-idx1-ubyte.gz").astype("int32")


def network():
    """Input N x 28 x 28 x 1, pixels 0..255; output N x 10 probabilities. The image is scaled by the network."""
    image = keras.Input((28, 28, 1), name="image")
    x = layers.Rescaling(1 / 255)(image)
    x = layers.Conv2D(12, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.MaxPooling2D()(x)
    skip = layers.Conv2D(24, 1, strides=2, padding="same")(x)
    x = layers.SeparableConv2D(24, 3, padding="same", use_bias=False)(x)
    x = layers.BatchNormalization()(x)
    x = layers.ReLU()(x)
    x = layers.SeparableConv2D(24, 4, strides=2, padding="same")(x)
    x = layers.ReLU(max_value=6)(layers.Add()([x, skip]))
    x = layers.Dropout(0.3)(layers.Flatten()(x))
    return keras.Model(image, layers.Dense(10, activation="softmax")(x), name="digits")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mnist", type=Path, required=True, help="folder with the four MNIST files (IDX, .gz)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder for what is written")
    parser.add_argument("--epochs", type=int, default=3)
    options = parser.parse_args()
    keras.utils.set_random_seed(1998)
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    images, labels = mnist(options.mnist, "train")
    steps = options.epochs * -(-len(images) // 128)
    trained = network()
    trained.compile(keras.optimizers.AdamW(keras.optimizers.schedules.CosineDecay(3e-3, steps), weight_decay=1e-3),
                    "sparse_categorical_crossentropy", metrics=["accuracy"])
    trained.fit(images, labels, 128, options.epochs, verbose=2)
    images, labels = mnist(options.mnist, "t10k")
    right = int((trained.predict(images, 500, verbose=0).argmax(1) == labels).sum())
    print(f"MNIST t10k: {right} of {len(labels)} right ({100 * right / len(labels):.2f} %)")
    bare = network()  # without what the optimizer keeps
    bare.set_weights(trained.get_weights())
    bare.save(options.out / "digits.keras")


if __name__ == "__main__":
    main()
