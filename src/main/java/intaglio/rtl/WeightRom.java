package intaglio.rtl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The weights of one tap, as {@code intaglio_weights} reads them: one memory, or several side by side where they are more words than
 * a block RAM of their width holds. In a deeper memory, synthesis puts the choice of the block RAM between the block RAM
 * and its output register, and that would be the longest path of the design.
 *
 * @param label the engine
 * @param tap the tap
 * @param width bits of a word
 * @param depth words
 */
record WeightRom(String label, int tap, int width, int depth) {

    /** One memory: its number, its file and its words. */
    private record Bank(int number, String file, int words) {}

    static List<WeightRom> of(String label, int taps, int width, int depth) {
        return IntStream.range(0, taps)
                .mapToObj(tap -> new WeightRom(label, tap, width, depth))
                .toList();
    }

    private String name() {
        return String.format(Locale.ROOT, "%s_tap%02d", label, tap);
    }

    String file() {
        return name() + ".mem";
    }

    /** Words of a block RAM of 18 Kbit at this width. */
    private int bankWords() {
        return width <= 2 ? 8192 : width <= 4 ? 4096 : width <= 9 ? 2048 : 1024;
    }

    private boolean banked() {
        return depth > bankWords();
    }

    /** The memories, the lowest addresses first. */
    private List<Bank> banks() {
        List<Bank> banks = new ArrayList<>();
        for (int first = 0; first < depth; first += bankWords()) {
            int number = banks.size();
            String file = String.format(Locale.ROOT, "%s_%02d.mem", name(), number);
            banks.add(new Bank(number, banked() ? file : file(), Math.min(bankWords(), depth - first)));
        }
        return banks;
    }

    /** The images of the memories, out of the image of all words. */
    List<RomImage> split(RomImage whole) {
        if (!banked()) {
            return List.of(whole);
        }
        List<RomImage> images = new ArrayList<>();
        for (Bank bank : banks()) {
            int first = bank.number() * bankWords();
            List<String> comments = new ArrayList<>(whole.comments());
            comments.add("addresses from " + first + " on");
            images.add(new RomImage(
                    bank.file(),
                    whole.fields().inBank(bank.number(), first),
                    comments,
                    width,
                    whole.words().subList(first, first + bank.words())));
        }
        return images;
    }
}
