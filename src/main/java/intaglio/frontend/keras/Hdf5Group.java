package intaglio.frontend.keras;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A group of an HDF5 file: groups, tensors and texts by name. */
final class Hdf5Group {

    private static final int MAX_CHILDREN = 10_000;
    private static final int MAX_TEXTS = 10_000;

    private final Hdf5File file;
    private final Group group;
    private final String path;
    private final Map<String, Node> children;

    Hdf5Group(Hdf5File file, Group group, String path) {
        this.file = file;
        this.group = group;
        this.path = path;
        this.children = file.guarded(path, group::getChildren);
        if (children.size() > MAX_CHILDREN) {
            throw file.refused(path, "more than " + MAX_CHILDREN + " entries", "give a small network");
        }
    }

    /** For messages: the file and the path in it. */
    String where() {
        return file.where(path);
    }

    /** Names of its groups and tensors, in the order of the file. */
    List<String> names() {
        return List.copyOf(children.keySet());
    }

    /** The group of a name; empty where there is none. */
    Optional<Hdf5Group> group(String name) {
        Node node = child(name);
        return node instanceof Group inner
                ? Optional.of(new Hdf5Group(file, inner, path + "/" + name))
                : Optional.empty();
    }

    /** The tensor of a name, or of a path from here; empty where there is none. */
    Optional<Hdf5Tensor> tensor(String name) {
        int slash = name.indexOf('/');
        if (slash >= 0) {
            return group(name.substring(0, slash)).flatMap(inner -> inner.tensor(name.substring(slash + 1)));
        }
        return child(name) instanceof Dataset dataset
                ? Optional.of(file.read(dataset, path + "/" + name))
                : Optional.empty();
    }

    private Node child(String name) {
        Node node = children.get(name);
        if (node != null && file.guarded(path, node::isLink)) {
            throw file.refused(
                    path + "/" + name,
                    "a link to another place or file, which is not followed",
                    "load the model in Keras and save it: keras.models.load_model(...).save('model.keras')");
        }
        return node;
    }

    /** The text of an attribute; empty where there is none. */
    Optional<String> text(String attribute) {
        List<String> texts = texts(attribute);
        return texts.isEmpty() ? Optional.empty() : Optional.of(texts.get(0));
    }

    /** The texts of an attribute; empty where there is none. Keras cuts long ones in parts: name0, name1, ... */
    List<String> texts(String attribute) {
        Attribute whole = attribute(attribute);
        if (whole != null) {
            return strings(whole);
        }
        List<String> texts = new ArrayList<>();
        for (int i = 0; attribute(attribute + i) != null && texts.size() < MAX_TEXTS; i++) {
            texts.addAll(strings(attribute(attribute + i)));
        }
        return texts;
    }

    private Attribute attribute(String name) {
        return file.guarded(path, () -> group.getAttribute(name));
    }

    private List<String> strings(Attribute attribute) {
        return file.guarded(path, () -> {
            if (attribute.isEmpty() || attribute.getSize() == 0) {
                return List.of();
            }
            if (attribute.getSize() > MAX_TEXTS) {
                throw file.refused(path, "an attribute of more than " + MAX_TEXTS + " texts", "give a small network");
            }
            Object data = attribute.getData();
            if (data instanceof String text) {
                return List.of(text);
            }
            return data instanceof String[] texts ? Arrays.asList(texts) : List.of();
        });
    }
}
