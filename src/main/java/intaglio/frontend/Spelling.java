package intaglio.frontend;

import java.util.Collection;
import java.util.Comparator;

/** Finds what a misspelt word was meant to be. */
final class Spelling {

    private Spelling() {}

    /** {@code did you mean 'x'?} for the nearest word, or the list of all where none is near. */
    static String suggestion(String word, Collection<String> known) {
        return suggestion(word, known, "known are " + String.join(", ", known));
    }

    /** {@code did you mean 'x'?} for the nearest word, or {@code otherwise} where none is near. */
    static String suggestion(String word, Collection<String> known, String otherwise) {
        return known.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .filter(nearest -> distance(word, nearest) <= Math.max(2, nearest.length() / 3))
                .map(nearest -> "did you mean '" + nearest + "'?")
                .orElse(otherwise);
    }

    /** Insertions, deletions and replacements from one word to the other, case ignored. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
                int replaced = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
