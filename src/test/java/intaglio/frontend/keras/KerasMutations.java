package intaglio.frontend.keras;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Damaged files: bytes changed, runs copied, ends cut; of an archive one of its entries. */
final class KerasMutations {

    private KerasMutations() {}

    /** A damaged copy of a file. */
    static byte[] mutate(Path file, Random random) throws IOException {
        if (!file.toString().endsWith(".keras")) {
            return damaged(Files.readAllBytes(file), random);
        }
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            int victim = random.nextInt(zip.size());
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                entries.put(entry.getName(), entries.size() == victim ? damaged(bytes, random) : bytes);
            }
        }
        return zip(entries);
    }

    private static byte[] damaged(byte[] bytes, Random random) {
        byte[] copy = bytes.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes; i++) {
            // Most structure of HDF5 lies at the beginning.
            int place =
                    random.nextBoolean() ? random.nextInt(copy.length) : random.nextInt(Math.min(4096, copy.length));
            switch (random.nextInt(4)) {
                case 0 -> copy[place] = (byte) random.nextInt();
                case 1 -> copy[place] ^= (byte) (1 << random.nextInt(8));
                case 2 -> copy[place] = (byte) (random.nextBoolean() ? 0 : 0xff);
                default -> {
                    int length = Math.min(1 + random.nextInt(16), copy.length - place);
                    System.arraycopy(bytes, random.nextInt(copy.length - length), copy, place, length);
                }
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(copy, random.nextInt(copy.length)) : copy;
    }

    static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
