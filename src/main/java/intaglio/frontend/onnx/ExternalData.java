package intaglio.frontend.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import intaglio.diag.IoReason;
import intaglio.diag.Problems;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Tensor data in a file beside the model. Only files inside the model's folder are opened, links followed. */
final class ExternalData {

    private final Path model;
    private final Problems problems;

    ExternalData(Path model, Problems problems) {
        this.model = model;
        this.problems = problems;
    }

    /** The bytes of a tensor, exactly {@code length}; null where they cannot be had, which is reported. */
    ByteBuffer read(TensorProto tensor, String where, long length) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        String location = entries.getOrDefault("location", "");
        String shown = Text.printable(location);
        try {
            long offset = Long.parseLong(entries.getOrDefault("offset", "0"));
            long given = Long.parseLong(entries.getOrDefault("length", Long.toString(length)));
            if (offset < 0 || given != length) {
                problems.add(
                        where,
                        "external data: offset " + offset + " and length " + given + " of '" + shown
                                + "', but the tensor has " + length + " bytes",
                        "export the model again");
                return null;
            }
            Path file = inFolder(location);
            if (file == null) {
                problems.add(
                        where,
                        "external data: '" + shown + "' is not a path inside the model's folder",
                        "put the file beside the model and name it without '..', '/' at the start or a link out of it");
                return null;
            }
            return bytes(file, offset, (int) length);
        } catch (NumberFormatException e) {
            problems.add(
                    where,
                    "external data: offset or length of '" + shown + "' is not a number",
                    "export the model again");
        } catch (EOFException e) {
            problems.add(where, "external data: '" + shown + "' " + e.getMessage(), "copy the whole file again");
        } catch (IOException e) {
            problems.add(
                    where,
                    "external data: '" + shown + "' cannot be read (" + IoReason.of(e) + ")",
                    "put the file beside the model");
        }
        return null;
    }

    /** The real path of a location, or null where it leaves the model's folder. Both sides are normalized. */
    private Path inFolder(String location) throws IOException {
        Path folder = model.toAbsolutePath().normalize().getParent();
        try {
            Path file = folder.resolve(location).normalize();
            if (location.isEmpty() || Path.of(location).isAbsolute() || !file.startsWith(folder)) {
                return null;
            }
            Path real = file.toRealPath();
            return real.startsWith(folder.toRealPath()) && Files.isRegularFile(real) ? real : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static ByteBuffer bytes(Path file, long offset, int length) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (offset > channel.size() - length) {
                throw new EOFException("has " + channel.size() + " bytes, the tensor needs " + length + " from byte "
                        + offset + " on");
            }
            ByteBuffer bytes = ByteBuffer.allocate(length);
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new EOFException("became shorter while it was read");
                }
            }
            return bytes.flip();
        }
    }
}
