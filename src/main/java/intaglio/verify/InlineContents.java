package intaglio.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The contents of ROMs that stand in the Verilog, in the plain form that the compiler writes. */
final class InlineContents {

    private static final Pattern WORD = Pattern.compile("(?m)^ *memory\\[(\\d+)\\] = (\\d+)'h(\\w+);$");
    private static final String TEXT = " == (?:\\{\\d+'d0, )?\"(\\w+)\"\\}? && ";
    private static final Pattern CHOICE = Pattern.compile("if \\(NAME" + TEXT + "PART" + TEXT
            + "TAP == (-?\\d{1,3}) && BANK == (-?\\d{1,3})\\) begin : \\w+\\s+(\\w+) #\\(");

    private final Path out;
    private final Map<String, List<String>> choices = new HashMap<>();

    /** Reads which module a design takes for which file. */
    InlineContents(Path out) throws IOException {
        this.out = out;
        for (String file : Verilator.rtlFiles(out)) {
            Matcher choice = CHOICE.matcher(Files.readString(out.resolve(file), StandardCharsets.ISO_8859_1));
            while (choice.find()) {
                String rom = RomName.of(
                        choice.group(1),
                        choice.group(2),
                        Integer.parseInt(choice.group(3)),
                        Integer.parseInt(choice.group(4)));
                choices.computeIfAbsent(rom, name -> new ArrayList<>()).add(choice.group(5));
            }
        }
    }

    /** The first thing that is otherwise than it must be, in words; empty where there is none. */
    Optional<String> difference(PlannedRom rom, RomContents expected) throws IOException {
        Path file = out.resolve("rtl").resolve(rom.module() + ".v");
        if (!Files.isRegularFile(file)) {
            return Optional.of("its module " + rom.module() + " is missing");
        }
        List<String> modules = choices.getOrDefault(rom.file(), List.of());
        if (!modules.equals(List.of(rom.module()))) {
            return Optional.of("the Verilog takes " + modules + " for it, must take [" + rom.module() + "]");
        }
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        while (word.find()) {
            if (!word.group(1).equals(Integer.toString(words.size()))
                    || !word.group(2).equals(Integer.toString(expected.width()))) {
                return Optional.of("'" + word.group().strip() + "' is not word " + words.size() + " of "
                        + expected.width() + " bits");
            }
            words.add(word.group(3));
        }
        return RomFile.of(words).difference(expected);
    }
}
