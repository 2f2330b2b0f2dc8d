package intaglio.rtl;

import static intaglio.plan.Integers.bitsFor;
import static intaglio.plan.Integers.ceilDiv;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The weights of one tap, as the templates see them: one memory, or several side by side where they are more words than
 * a block RAM of their width holds. In a deeper memory, synthesis puts the choice of the block RAM between the block RAM
 * and its output register, and that would be the longest path of the design.
 *
 * @param label the engine
 * @param tap the tap
 * @param width bits of a word
 * @param depth words
 */
public record WeightRom(String label, int tap, int width, int depth) {

    /** Cycles from the address to the output register, and with a second register behind more than two memories. */
    private static final int LATENCY = 2;

    private static final int FEW_BANKS = 2;

    /** One memory: its number, the instance that reads it, its file and its words. */
    public record Bank(int number, String instance, String file, int words) {

        public int addressBits() {
            return bitsFor(words);
        }
    }

    static List<WeightRom> of(String label, int taps, int width, int depth) {
        return IntStream.range(0, taps)
                .mapToObj(tap -> new WeightRom(label, tap, width, depth))
                .toList();
    }

    private String name() {
        return String.format(Locale.ROOT, "%s_tap%02d", label, tap);
    }

    public String file() {
        return name() + ".mem";
    }

    /** Words of a block RAM of 18 Kbit at this width. */
    public int bankWords() {
        return width <= 2 ? 8192 : width <= 4 ? 4096 : width <= 9 ? 2048 : 1024;
    }

    public int bankBits() {
        return bitsFor(bankWords());
    }

    public boolean banked() {
        return depth > bankWords();
    }

    /** The memories, the lowest addresses first. */
    public List<Bank> banks() {
        List<Bank> banks = new ArrayList<>();
        for (int first = 0; first < depth; first += bankWords()) {
            int number = banks.size();
            String instance = "u_weights_" + tap + (number == 0 ? "" : "_bank" + number);
            String file = String.format(Locale.ROOT, "%s_%02d.mem", name(), number);
            banks.add(new Bank(number, instance, banked() ? file : file(), Math.min(bankWords(), depth - first)));
        }
        return banks;
    }

    int latency() {
        return LATENCY + (ceilDiv(depth, bankWords()) > FEW_BANKS ? 1 : 0);
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
