package intaglio.cli;

import intaglio.rtl.DesignOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.cli.Options;

/** The options of {@code compile} that change the Verilog and not the numbers it computes. */
final class DesignChoices {

    private static final String ROM = "rom";
    private static final String TLAST = "tlast";
    private static final List<String> ROMS = List.of("files", "inline");

    private DesignChoices() {}

    static void addTo(Options options) {
        options.addOption(VerbOption.value(
                ROM, "WHERE", "contents of the ROMs: files (default; rom/*.mem), or inline (in the Verilog)"));
        options.addOption(VerbOption.flag(TLAST, "a tlast at the input; frames that it ends early or late are marked"));
    }

    static DesignOptions from(Arguments arguments) {
        String roms = arguments.text(ROM).orElse(ROMS.get(0));
        if (!ROMS.contains(roms)) {
            arguments.wrong("--rom is '" + roms + "'", "give " + String.join(" or ", ROMS));
            return DesignOptions.DEFAULT;
        }
        return new DesignOptions(DesignOptions.Roms.valueOf(roms.toUpperCase(Locale.ROOT)), arguments.has(TLAST));
    }

    /** What is not as it is without an option, for the manifest. */
    static Map<String, String> named(DesignOptions design) {
        Map<String, String> named = new LinkedHashMap<>();
        if (design.roms() != DesignOptions.DEFAULT.roms()) {
            named.put(ROM, design.roms().name().toLowerCase(Locale.ROOT));
        }
        if (design.tlast()) {
            named.put(TLAST, "true");
        }
        return named;
    }
}
