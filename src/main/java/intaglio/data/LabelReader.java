package intaglio.data;

import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Problems;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads class labels: an IDX file (one dimension, unsigned bytes; plain or gzip, by content) or a text file with one
 * non-negative integer per line (blank lines at the end are ignored).
 */
public final class LabelReader {

    /** Largest text file read. */
    private static final int MAX_TEXT_BYTES = 1 << 26;

    /** Text problems shown before the rest is only counted. */
    private static final int MAX_SHOWN = 10;

    private LabelReader() {}

    /**
     * The first {@code limit} labels, or all there are. Whether there are as many labels as images is the caller's
     * question.
     *
     * @throws IntaglioException (exit code 3) for anything that is not a label file, with the line or offset
     */
    public static int[] read(Path labels, int limit) {
        if (Files.isDirectory(labels) || !Files.isReadable(labels)) {
            throw IntaglioException.badInput(
                    labels.toString(),
                    Files.isDirectory(labels) ? "is a folder, not a file of labels" : "no such file, or not readable",
                    "give an IDX file of labels or a text file with one integer per line");
        }
        try {
            return isText(labels) ? readText(labels, limit) : readIdx(labels, limit);
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    labels.toString(), "cannot be read (" + IoReason.of(e) + ")", "check the file");
        }
    }

    private static boolean isText(Path file) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            byte[] first = source.read(1);
            return first.length == 1 && first[0] != 0;
        }
    }

    private static int[] readIdx(Path file, int limit) throws IOException {
        try (ByteSource source = ByteSource.open(file)) {
            IdxHeader header = IdxHeader.read(source, file, "labels", 1);
            byte[] bytes = header.readItems(source, file, Math.min(limit, header.count()), 1);
            int[] labels = new int[bytes.length];
            for (int i = 0; i < labels.length; i++) {
                labels[i] = bytes[i] & 0xff;
            }
            return labels;
        }
    }

    private static int[] readText(Path file, int limit) throws IOException {
        byte[] bytes;
        try (ByteSource source = ByteSource.open(file)) {
            bytes = source.read(MAX_TEXT_BYTES + 1);
        }
        if (bytes.length > MAX_TEXT_BYTES) {
            throw IntaglioException.badInput(
                    file.toString(), "a text file of more than " + MAX_TEXT_BYTES + " bytes", "use an IDX file");
        }
        List<String> lines = new String(bytes, StandardCharsets.ISO_8859_1)
                .stripTrailing()
                .lines()
                .toList();
        return parse(file, lines.subList(0, Math.min(limit, lines.size())));
    }

    private static int[] parse(Path file, List<String> lines) {
        int[] labels = new int[lines.size()];
        List<Integer> wrong = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            String line = lines.get(i).strip();
            if (line.matches("\\+?[0-9]{1,9}")) {
                labels[i] = Integer.parseInt(line);
            } else {
                wrong.add(i);
            }
        }
        Problems problems = new Problems();
        for (int i : wrong.subList(0, Math.min(MAX_SHOWN, wrong.size()))) {
            problems.add(
                    file + ":" + (i + 1),
                    "'" + printable(lines.get(i)) + "' is not a label (" + wrong.size() + " such lines of "
                            + labels.length + ")",
                    "write one non-negative integer per line");
        }
        problems.throwIfAny();
        return labels;
    }

    private static String printable(String line) {
        String shown = line.length() > 20 ? line.substring(0, 20) + "..." : line;
        return shown.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
