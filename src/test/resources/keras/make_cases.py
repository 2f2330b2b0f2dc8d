"""Makes the files of this folder: one construct of Keras each, with random weights, and what Keras gives for an image.

    pip install tensorflow keras tf_keras h5py
    python3 make_cases.py            # writes beside itself

cases.json lists for each file the bytes of an image (rows, columns, channels) and the outputs of Keras. The image is
taken as p/255, or as p where the model scales it by itself.
"""

import io
import json
import os
import zipfile

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import h5py
import keras
import numpy as np
import tf_keras

FOLDER = os.path.dirname(os.path.abspath(__file__))
L = keras.layers
random = np.random.default_rng(20261125)
cases = []


def fill(model):
    """Random weights; variances and slopes are positive."""
    for weight in model.weights:
        positive = any(word in weight.name for word in ("variance", "gamma"))
        scale = 1.0 / np.sqrt(max(1, np.prod(weight.shape[:-1])))
        values = random.normal(0, scale, weight.shape) if not positive else random.uniform(0.5, 1.5, weight.shape)
        if "count" not in weight.name:
            weight.assign(values.astype("float32"))


def pack(path):
    """The same zip file, compressed: HDF5 has much empty space."""
    with zipfile.ZipFile(path) as old:
        entries = [(name, old.read(name)) for name in ("metadata.json", "config.json", "model.weights.h5")]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in entries:
            if name == "metadata.json":
                content = json.dumps({"keras_version": json.loads(content)["keras_version"]}).encode()
            new.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED, 9)


def add(name, model, scaled=False, weights_of=None):
    """Saves a model with random weights and an image with its outputs."""
    fill(model)
    path = os.path.join(FOLDER, name)
    model.save(path)
    if name.endswith(".keras"):
        pack(path)
    loader = keras if isinstance(model, keras.Model) else tf_keras
    describe(name, loader.models.load_model(path), scaled)


def describe(name, model, scaled=False):
    shape = [size or 8 for size in model.input_shape[1:]]
    image = random.integers(0, 256, shape)
    x = image.astype("float32") / (1 if scaled else 255)
    output = np.asarray(model(x[None]))[0]
    cases.append({
        "file": name,
        "image": image.reshape(-1).tolist(),
        "shape": list(output.shape),
        "output": [float(f"{value:.7g}") for value in output.reshape(-1)],
    })


def sequence(name, *layers, shape=(9, 7, 2), scaled=False, api=keras, dtype="float32"):
    api.backend.clear_session()
    built = [layer() for layer in layers]
    if api is keras:
        add(name, keras.Sequential([L.Input(shape, dtype=dtype)] + built, name=name.split(".")[0]), scaled)
    else:
        add(name, tf_keras.Sequential([tf_keras.layers.Input(shape)] + built, name=name.split(".")[0]), scaled)


def plain(api):
    l = api.layers
    return [
        lambda: l.Conv2D(4, 3, padding="same", activation="relu"),
        lambda: l.MaxPooling2D(),
        lambda: l.Flatten(),
        lambda: l.Dropout(0.3),
        lambda: l.Dense(5, activation="relu"),
        lambda: l.Dense(3),
    ]


def sequences():
    sequence("plain.keras", *plain(keras))
    sequence("plain.h5", *plain(keras))
    sequence("plain_keras2.h5", *plain(tf_keras), api=tf_keras)
    sequence("plain_keras2.keras", *plain(tf_keras), api=tf_keras)
    sequence("softmax.keras", *plain(keras), lambda: L.Softmax())
    sequence("same.keras",
             lambda: L.Conv2D(4, (4, 2), strides=(2, 3), padding="same"),
             lambda: L.AveragePooling2D((3, 2), strides=(2, 1), padding="same"),
             lambda: L.Conv2D(3, (2, 2), padding="same"),
             lambda: L.MaxPooling2D((2, 2), strides=1, padding="same"))
    sequence("groups.keras",
             lambda: L.Conv2D(4, 3, dilation_rate=(2, 1), padding="same"),
             lambda: L.Conv2D(6, (2, 3), groups=2, use_bias=False),
             lambda: L.AveragePooling2D((2, 1)), shape=(9, 8, 2))
    sequence("depthwise.keras",
             lambda: L.DepthwiseConv2D((3, 2), depth_multiplier=2, padding="same", activation="tanh"),
             lambda: L.DepthwiseConv2D(2, strides=2, use_bias=False))
    sequence("separable.keras",
             lambda: L.SeparableConv2D(5, (3, 2), depth_multiplier=2, activation="sigmoid"),
             lambda: L.SeparableConv2D(3, 2, strides=2, padding="same", use_bias=False))
    sequence("transposed.keras",
             lambda: L.Conv2DTranspose(3, 4, strides=2, padding="same"),
             lambda: L.Conv2DTranspose(2, 3, strides=2, padding="same", activation="relu"),
             lambda: L.Conv2DTranspose(4, 2, strides=2), shape=(3, 5, 2))
    sequence("norms.keras",
             lambda: L.BatchNormalization(),
             lambda: L.Conv2D(4, 3, padding="same", use_bias=False),
             lambda: L.BatchNormalization(epsilon=0.01),
             lambda: L.ReLU(),
             lambda: L.Conv2D(3, 2),
             lambda: L.BatchNormalization(scale=False),
             lambda: L.ReLU(),
             lambda: L.BatchNormalization(center=False),
             lambda: L.Flatten(), lambda: L.Dense(4), lambda: L.BatchNormalization())
    functions = ["elu", "selu", "softplus", "softsign", "silu", "mish", "gelu", "hard_sigmoid", "hard_silu",
                 "leaky_relu", "relu6", "linear", "celu", "hard_tanh", "tanh"]
    sequence("functions.keras",
             *[lambda word=word: L.Conv2D(3, 1, activation=word) for word in functions])
    sequence("activations.keras",
             lambda: L.Conv2D(3, 1), lambda: L.LeakyReLU(negative_slope=0.15),
             lambda: L.Conv2D(3, 1, activation=L.LeakyReLU()), lambda: L.Conv2D(3, 1), lambda: L.ELU(alpha=0.7),
             lambda: L.Conv2D(4, 1), lambda: L.PReLU(shared_axes=[1, 2]),
             lambda: L.Conv2D(3, 1), lambda: L.ReLU(max_value=0.4),
             lambda: L.Conv2D(3, 1), lambda: L.ReLU(negative_slope=0.1),
             lambda: L.Conv2D(3, 1), lambda: L.ReLU(max_value=0.3, negative_slope=0.2),
             lambda: L.Conv2D(2, 1), lambda: L.Activation("hard_silu"))
    l2 = tf_keras.layers
    sequence("activations_keras2.h5",
             lambda: l2.Conv2D(3, 1, activation="hard_sigmoid"), lambda: l2.LeakyReLU(alpha=0.15),
             lambda: l2.Conv2D(3, 1), lambda: l2.PReLU(shared_axes=[1, 2]),
             lambda: l2.DepthwiseConv2D(2), lambda: l2.SeparableConv2D(3, 2),
             lambda: l2.BatchNormalization(), lambda: l2.ReLU(6.0), api=tf_keras)
    sequence("pads.keras",
             lambda: L.ZeroPadding2D(((1, 2), (0, 1))),
             lambda: L.Conv2D(3, 3, activation="relu"),
             lambda: L.Cropping2D(((1, 0), (2, 1))),
             lambda: L.ZeroPadding2D((1, 2)), lambda: L.Conv2D(2, (2, 3)), lambda: L.Cropping2D(1))
    sequence("global.keras",
             lambda: L.Conv2D(4, 3), lambda: L.GlobalAveragePooling2D(keepdims=True),
             lambda: L.Conv2D(5, 1), lambda: L.Flatten(), lambda: L.Dense(3))
    sequence("maximum.keras", lambda: L.Conv2D(4, 3), lambda: L.GlobalMaxPooling2D(), lambda: L.Dense(3))
    sequence("dense.keras", lambda: L.Dense(4, activation="relu"), lambda: L.Flatten(), lambda: L.Dense(3))
    sequence("decoder.keras", lambda: L.Flatten(), lambda: L.Dense(64, activation="relu"),
             lambda: L.Reshape((4, 4, 4)), lambda: L.UpSampling2D(), lambda: L.Conv2D(3, 3, padding="same"))
    sequence("rows.keras",
             lambda: L.Conv1D(4, 3, padding="same", activation="relu"), lambda: L.MaxPooling1D(2),
             lambda: L.Conv1D(3, 3, dilation_rate=2, padding="causal"),
             lambda: L.AveragePooling1D(3, 2, padding="same"), lambda: L.Dense(5, activation="tanh"),
             lambda: L.SeparableConv1D(4, 2), lambda: L.ZeroPadding1D((1, 2)), lambda: L.Conv1D(3, 3),
             lambda: L.GlobalAveragePooling1D(), lambda: L.Dense(3), shape=(24, 3))
    sequence("rows_flat.keras", lambda: L.Conv1D(4, 3, strides=2), lambda: L.Flatten(), lambda: L.Dense(3),
             shape=(13, 3))
    sequence("plane.keras", lambda: L.Flatten(), lambda: L.Dense(3), shape=(6, 5))
    sequence("unsqueezed.keras", lambda: L.Reshape((6, 5, 1)), lambda: L.Conv2D(4, 3), lambda: L.Flatten(),
             lambda: L.Dense(3), shape=(6, 5))
    sequence("rescaled.keras", lambda: L.Rescaling(1 / 127.5, offset=-1), lambda: L.Conv2D(3, 3, padding="same"),
             lambda: L.Flatten(), lambda: L.Dense(3), scaled=True)
    sequence("normalized.keras", lambda: L.Rescaling(1 / 255),
             lambda: L.Normalization(mean=[0.3, 0.6], variance=[0.04, 0.09]),
             lambda: L.Conv2D(3, 3, padding="same"), scaled=True)
    sequence("adapted.h5", lambda: L.Normalization(), lambda: L.Conv2D(3, 3, padding="same"))
    sequence("channels_first.keras",
             lambda: L.Conv2D(4, (3, 2), padding="same", activation="relu", data_format="channels_first"),
             lambda: L.BatchNormalization(axis=1),
             lambda: L.MaxPooling2D((2, 1), data_format="channels_first"),
             lambda: L.Flatten(data_format="channels_first"), lambda: L.Dense(3), shape=(2, 9, 7))


def late(api, name):
    """A sequence that learns the size of its images when it is called."""
    api.backend.clear_session()
    model = api.Sequential([layer() for layer in plain(api)], name="late")
    model(np.zeros((1, 9, 7, 2), "float32"))
    add(name, model)


def old(name):
    """As Keras 2.0 to 2.2 wrote it: a sequence is a list, texts have a fixed length, nothing has a default."""
    tf_keras.backend.clear_session()
    l = tf_keras.layers
    model = tf_keras.Sequential([l.Input((9, 7, 2)), l.Conv2D(4, 3, name="c1"), l.LeakyReLU(alpha=0.2, name="leaky"),
                                 l.ZeroPadding2D(((1, 0), (0, 1)), name="pad"), l.Conv2D(3, 2, name="c2"),
                                 l.BatchNormalization(name="norm"), l.Flatten(name="flat"), l.Dense(3, name="d1")])
    add(name, model)
    with h5py.File(os.path.join(FOLDER, name), "r+") as file:
        config = json.loads(file.attrs["model_config"])["config"]["layers"][1:]
        config[0]["config"]["batch_input_shape"] = [None, 9, 7, 2]
        config[1]["config"]["alpha"] = {"type": "ndarray", "value": 0.2}
        config[2]["config"]["padding"] = {"class_name": "__tuple__", "items": [[1, 0], [0, 1]]}
        for key in ("groups", "dilation_rate", "dtype"):
            config[0]["config"].pop(key)
        text = json.dumps({"class_name": "Sequential", "config": config}).encode("ascii")
        file.attrs["model_config"] = np.bytes_(text)
        file.attrs["keras_version"] = np.bytes_(b"2.1.6")
        names = [layer["config"]["name"] for layer in config]
        file["model_weights"].attrs["layer_names"] = np.asarray(names, "S")
        for layer in names:
            group = file["model_weights"][layer]
            group.attrs["weight_names"] = np.asarray([str(path) for path in group.attrs["weight_names"]], "S")


def graph(name, build, shape=(9, 7, 2), api=keras, scaled=False):
    api.backend.clear_session()
    image = api.layers.Input(shape) if api is keras else tf_keras.Input(shape)
    model_class = keras.Model if api is keras else tf_keras.Model
    add(name, model_class(image, build(api.layers, image), name=name.split(".")[0]), scaled)


def branches(l, x):
    a = l.Conv2D(4, 3, padding="same", activation="relu", name="first")(x)
    b = l.Conv2D(4, 2, padding="same", name="second")(a)
    c = l.Add()([a, b])
    d = l.Subtract()([c, l.Conv2D(4, 1)(x)])
    e = l.Average()([d, b])
    f = l.Concatenate()([e, l.UpSampling2D((2, 2))(l.MaxPooling2D(2)(l.Conv2D(3, 1)(c)))])
    return l.Dense(3)(l.Flatten()(f))


def nested(api):
    def build(l, x):
        inner = api.Sequential([l.Conv2D(3, 2, padding="same", name="inside"), l.BatchNormalization(), l.ReLU()],
                               name="block")
        image = l.Input((8, 6, 3)) if api is keras else tf_keras.Input((8, 6, 3))
        deep = api.Model(image, l.Add()([image, l.Conv2D(3, 1, name="inside")(image)]), name="deep")
        shared = l.Conv2D(3, 1, activation="relu", name="shared")
        y = l.Conv2D(3, 1)(x)
        return l.Dense(4)(l.Flatten()(shared(deep(shared(inner(y))))))
    return build


def called(l, x):
    y = keras.ops.relu(l.Conv2D(3, 2)(x / 255.0 - 0.5) * 2.0) + 0.25
    return l.Dense(3)(l.Flatten()(y))


def called2(l, x):
    import tensorflow as tf
    y = tf.nn.relu(l.Conv2D(3, 2)(x / 255.0 - 0.5) * 2.0) + 0.25
    return l.Dense(3)(l.Flatten()(y))


def graphs():
    graph("branches.keras", branches, (8, 6, 2))
    graph("branches.h5", branches, (8, 6, 2))
    graph("nested.keras", nested(keras), (8, 6, 2))
    graph("nested.h5", nested(keras), (8, 6, 2))
    graph("nested_keras2.h5", nested(tf_keras), (8, 6, 2), tf_keras)
    graph("nested_keras2.keras", nested(tf_keras), (8, 6, 2), tf_keras)
    graph("called.keras", called, scaled=True)
    graph("called_keras2.h5", called2, api=tf_keras, scaled=True)


def weights():
    """Weights alone: the same layers for each file, which weights.json describes."""
    for api, name in ((keras, "norm.weights.h5"), (tf_keras, "norm_keras2_weights.h5")):
        api.backend.clear_session()
        l = api.layers
        shape = (9, 7, 2)
        model = api.Sequential([
            l.Input(shape) if api is keras else tf_keras.layers.Input(shape),
            l.Conv2D(4, (3, 2), name="c1"),
            l.BatchNormalization(name="b1"),
            l.ReLU(),
            l.DepthwiseConv2D(2, depth_multiplier=2, activation="relu", name="depthwise"),
            l.SeparableConv2D(3, 2, name="separable"),
            l.MaxPooling2D(2),
            l.Flatten(),
            l.Dense(5, activation="relu", name="d1"),
            l.Dense(3, name="d2"),
        ])
        fill(model)
        model.save_weights(os.path.join(FOLDER, name))
        describe(name, model)


def hostile():
    """Files that must be refused."""
    keras.backend.clear_session()
    model = keras.Sequential([L.Input((4, 4, 1)), L.Lambda(lambda x: x * 2), L.Flatten(), L.Dense(2)])
    model.save(os.path.join(FOLDER, "lambda.keras"))
    pack(os.path.join(FOLDER, "lambda.keras"))

    @keras.saving.register_keras_serializable("mine")
    class Twice(L.Layer):
        def call(self, x):
            return 2 * x

    model = keras.Sequential([L.Input((4, 4, 1)), Twice(), L.Flatten(), L.Dense(2)])
    model.save(os.path.join(FOLDER, "custom.keras"))
    pack(os.path.join(FOLDER, "custom.keras"))
    model = keras.Sequential([L.Input((4, 4, 1)), L.Flatten(), L.Dense(2, name="d1")])
    fill(model)
    linked = h5py.ExternalLink("plain.h5", "/model_weights/dense/plain/dense/kernel")
    replace_kernel(model, "external.h5", lambda group, values: group.__setitem__("kernel", linked))
    replace_kernel(model, "soft.h5", lambda group, values: group.__setitem__("kernel", h5py.SoftLink("/elsewhere")))
    replace_kernel(model, "compressed.h5",
                   lambda group, values: group.create_dataset("kernel", data=values, compression="gzip"))
    replace_kernel(model, "outside.h5",
                   lambda group, values: group.create_dataset("kernel", (16, 2), "f4", external=[("plain.h5", 0, 128)]))
    replace_kernel(model, "misshapen.h5", lambda group, values: group.create_dataset("kernel", data=values[:-1]))
    replace_kernel(model, "texts.h5", lambda group, values: group.create_dataset("kernel", data=["a"] * 3))


def replace_kernel(model, name, write):
    path = os.path.join(FOLDER, name)
    model.save(path)
    with h5py.File(path, "r+") as file:
        found = []
        file["model_weights"].visit(lambda place: found.append(place) if place.endswith("/kernel") else None)
        group = file["model_weights"][found[0]].parent
        values = group["kernel"][()]
        del group["kernel"]
        write(group, values)


sequences()
graphs()
late(keras, "late.keras")
late(tf_keras, "late_keras2.h5")
old("old.h5")
sequence("vector.keras", lambda: L.Reshape((6, 6, 1)), lambda: L.Conv2D(3, (3, 2)), lambda: L.MaxPooling2D((2, 1)),
         lambda: L.Flatten(), lambda: L.Dense(3), shape=(36,))
sequence("bytes.keras", lambda: L.Rescaling([1 / 64, 1 / 32], offset=[-1, -2]), lambda: L.Conv2D(3, (3, 2)),
         lambda: L.Flatten(), lambda: L.Dense(3), scaled=True, dtype="uint8")
weights()
hostile()
with open(os.path.join(FOLDER, "cases.json"), "w", encoding="ascii") as out:
    out.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")
