package intaglio.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The value of {@code --weight-bits}: a width for all layers, widths of single ones, or both, for instance
 * {@code 8,c5=4,f6=3}.
 *
 * @param standard width of the layers that are not named
 * @param byLayer width by label
 */
record WeightBits(int standard, Map<String, Integer> byLayer) {

    /** Asks for a search instead. */
    static final String AUTO = "auto";

    private static final int DEFAULT = 8;

    /** Reads the option; mistakes are noted in the arguments. */
    static WeightBits from(Arguments arguments) {
        int standard = DEFAULT;
        Map<String, Integer> byLayer = new LinkedHashMap<>();
        String text = arguments
                .text("weight-bits")
                .filter(given -> !given.equals(AUTO))
                .orElse(Integer.toString(DEFAULT));
        boolean good = true;
        boolean first = true;
        for (String part : text.split(",", -1)) {
            int equals = part.lastIndexOf('=');
            String bits = part.substring(equals + 1);
            boolean plain = equals < 0 && first;
            good &= bits.matches("[2-8]") && (plain || equals > 0);
            if (good && plain) {
                standard = Integer.parseInt(bits);
            } else if (good) {
                good = byLayer.put(part.substring(0, equals), Integer.parseInt(bits)) == null;
            }
            first = false;
        }
        if (!good) {
            arguments.wrong(
                    "--weight-bits is " + text, "give 2 to 8, and single layers after it: 8,c5=4,f6=3; or auto");
        }
        return new WeightBits(standard, byLayer);
    }
}
