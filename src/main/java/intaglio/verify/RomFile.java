package intaglio.verify;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file for {@code $readmemh} in the plain form that the compiler writes: comments, then one word a line. */
final class RomFile {

    private final List<String> words;

    private RomFile(List<String> words) {
        this.words = words;
    }

    /** Of hexadecimal words. */
    static RomFile of(List<String> words) {
        return new RomFile(words);
    }

    static RomFile read(Path file) throws IOException {
        List<String> words = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            if (!line.startsWith("//") && !line.isBlank()) {
                words.add(line);
            }
        }
        return new RomFile(words);
    }

    /** The first thing that is otherwise than it must be, in words; empty where there is none. */
    Optional<String> difference(RomContents expected) {
        for (int i = 0; i < Math.min(words.size(), expected.words()); i++) {
            String word = words.get(i);
            if (!word.matches("[0-9a-f]+")) {
                return Optional.of("word " + i + " is '" + word + "', not a number of digits 0 to 9 and a to f");
            }
            BigInteger found = new BigInteger(word, 16);
            if (!found.equals(expected.word(i))) {
                return Optional.of(expected.difference(i, found));
            }
        }
        return words.size() == expected.words()
                ? Optional.empty()
                : Optional.of("has " + words.size() + " words, must have " + expected.words());
    }
}
