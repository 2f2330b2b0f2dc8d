package intaglio.frontend.keras;

import intaglio.diag.IntaglioException;
import intaglio.diag.Printable;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.message.DataLayout;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * An HDF5 file in memory that nobody vouches for. Links are never followed, so that nothing outside of the file is
 * read; data in chunks are refused, because a few bytes of them may unpack to any size. Keras writes none.
 */
final class Hdf5File {

    static final String AGAIN = "save the model again with Keras: model.save('model.keras')";

    /** Of a small network, with what its optimizer keeps. */
    static final long MAX_BYTES = 1 << 28;

    /** As many as are read of a state_dict. */
    private static final long MAX_ELEMENTS = 1 << 25;

    private static final String DAMAGED = "the file is cut off or damaged: copy or save it again";

    private final String where;
    private long elements;

    private Hdf5File(String where) {
        this.where = where;
    }

    /**
     * Opens a file.
     *
     * @param where its name, for messages
     * @throws IntaglioException (exit code 3) where it is no HDF5 file, or damaged
     */
    static Hdf5Group open(String where, byte[] bytes) {
        Hdf5File file = new Hdf5File(where);
        return file.guarded("", () -> new Hdf5Group(file, HdfFile.fromBytes(bytes), ""));
    }

    String where(String path) {
        return path.isEmpty() ? where : where + ": " + Printable.of(path);
    }

    /** Asks the library, whose exceptions say that the file is wrong, whatever their kind. */
    <T> T guarded(String path, Supplier<T> question) {
        try {
            return question.get();
        } catch (IntaglioException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | AssertionError e) {
            String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw IntaglioException.badInput(
                    where(path),
                    "an HDF5 file that is damaged, or has what is not read ("
                            + Printable.of(reason.replaceAll("\\s+", " ")) + ")",
                    DAMAGED);
        }
    }

    /** The numbers of a dataset as 32-bit floats. */
    Hdf5Tensor read(Dataset dataset, String path) {
        return guarded(path, () -> {
            long[] sizes = dataset.getDimensionsAsLong();
            checkStorage(dataset, path);
            long count = count(sizes);
            elements += count;
            if (elements > MAX_ELEMENTS) {
                throw refused(path, "more than " + MAX_ELEMENTS + " numbers", "give a small network");
            }
            int[] shape = Arrays.stream(sizes).mapToInt(Math::toIntExact).toArray();
            return new Hdf5Tensor(where(path), shape, floats(dataset, (int) count, path));
        });
    }

    private static long count(long... sizes) {
        long count = 1;
        for (long size : sizes) {
            // Capped, so that the next product stays in 64 bits.
            count = Math.min(count * Math.max(0, Math.min(size, MAX_ELEMENTS + 1)), MAX_ELEMENTS + 1);
        }
        return count;
    }

    private void checkStorage(Dataset dataset, String path) {
        if (dataset.getDataLayout() == DataLayout.CHUNKED) {
            throw refused(
                    path,
                    "data in chunks, which may be compressed and are not read",
                    "load the model in Keras and save it: keras.models.load_model(...).save('model.keras')");
        }
        DataType type = dataset.getDataType();
        boolean number = type instanceof FloatingPoint || type instanceof FixedPoint;
        if (!number || dataset.isCompound() || dataset.isVariableLength()) {
            throw refused(path, "data that are no plain numbers", AGAIN);
        }
        if (dataset.isEmpty() && count(dataset.getDimensionsAsLong()) > 0) {
            throw refused(path, "no data in this file", AGAIN);
        }
    }

    private float[] floats(Dataset dataset, int count, String path) {
        Object data = dataset.isScalar() ? dataset.getData() : count == 0 ? new float[0] : dataset.getDataFlat();
        float[] values = new float[count];
        if (data instanceof float[] floats) {
            values = floats;
        } else if (data instanceof double[] doubles) {
            for (int i = 0; i < Math.min(count, doubles.length); i++) {
                values[i] = (float) doubles[i];
            }
        } else if (data instanceof Number number) {
            values[0] = number.floatValue();
        } else if (data instanceof int[] integers) {
            for (int i = 0; i < Math.min(count, integers.length); i++) {
                values[i] = integers[i];
            }
        } else if (data instanceof long[] integers) {
            for (int i = 0; i < Math.min(count, integers.length); i++) {
                values[i] = integers[i];
            }
        } else {
            throw refused(path, "data of another type than floats", AGAIN);
        }
        if (values.length != count) {
            throw refused(path, values.length + " numbers, its sizes say " + count, DAMAGED);
        }
        return values;
    }

    IntaglioException refused(String path, String what, String help) {
        return IntaglioException.badInput(where(path), "has " + what, help);
    }
}
