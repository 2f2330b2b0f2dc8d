package intaglio.rtl;

import intaglio.plan.Integers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the contents of the ROMs into the Verilog. Each ROM is a module. The library's {@code intaglio_rom} gives way to a
 * module that chooses among them by the name of the file. It holds contents of one network, so it is called after the
 * network, and so are copies of the library's modules that have it inside: two networks can be in one project.
 */
final class InlineRoms {

    private static final String LIBRARY = "intaglio_";
    private static final String ROM = LIBRARY + "rom";
    private static final String ROM_FILE = ROM + "_file";

    private static final Pattern FILE = Pattern.compile("(\\w+)_(tap|bias|multiplier|table)(\\d+)?(?:_(\\d+))?\\.mem");

    private static final int LONGEST_PART = "multiplier".length();

    private final String top;
    private final Map<String, String> modules;
    private final Set<String> taken;
    private final TemplateEngine templates;

    /**
     * One module with contents.
     *
     * @param file the file that it stands for
     * @param name what the file is called after
     * @param part which of the files of that name
     * @param tap the tap of weights, else -1
     * @param bank the memory of a tap that has several, else -1
     * @param module its name
     * @param image its contents
     */
    public record RomView(String file, String name, String part, int tap, int bank, String module, RomImage image) {

        static RomView of(RomImage image, String module) {
            Matcher parts = FILE.matcher(image.file());
            if (!parts.matches()) {
                throw new IllegalStateException("compiler bug: a ROM file is called " + image.file());
            }
            return new RomView(
                    image.file(),
                    parts.group(1),
                    parts.group(2),
                    number(parts.group(3)),
                    number(parts.group(4)),
                    module,
                    image);
        }

        private static int number(String digits) {
            return digits == null ? -1 : Integer.parseInt(digits);
        }

        /** The name of the file without its ending. */
        public String base() {
            return baseOf(image);
        }

        public String paddedName(int characters) {
            return padded(name, characters);
        }

        public String paddedPart(int characters) {
            return padded(part, characters);
        }

        /** A text with zero bytes in front. */
        private static String padded(String text, int characters) {
            int missing = characters - text.length();
            return missing == 0 ? '"' + text + '"' : "{" + 8 * missing + "'d0, \"" + text + "\"}";
        }

        public List<String> comments() {
            return image.comments();
        }

        public int width() {
            return image.width();
        }

        public String range() {
            return VerilogText.range(width());
        }

        public int last() {
            return image.words().size() - 1;
        }

        public int addressWidth() {
            return Integers.bitsFor(image.words().size());
        }

        /** Hexadecimal, with their size. */
        public List<String> words() {
            return image.words().stream()
                    .map(word -> width() + "'h" + word.toString(16))
                    .toList();
        }
    }

    private InlineRoms(String top, Map<String, String> modules, TemplateEngine templates) {
        this.top = top;
        this.modules = new LinkedHashMap<>(modules);
        this.modules.remove(ROM_FILE);
        this.taken = new HashSet<>(modules.keySet());
        this.templates = templates;
    }

    /** The modules of a design with contents in place of files. */
    record Result(Map<String, String> modules, Map<String, String> moduleByFile) {}

    static Result of(String top, Map<String, String> modules, List<RomImage> images, TemplateEngine templates) {
        return new InlineRoms(top, modules, templates).apply(images);
    }

    private Result apply(List<RomImage> images) {
        Map<String, String> renamed = new TreeMap<>();
        holders().forEach(holder -> renamed.put(holder, free(top + "_" + holder.substring(LIBRARY.length()))));
        List<RomView> roms = new ArrayList<>();
        for (RomImage image : images) {
            roms.add(RomView.of(image, free(top + "_rom_" + baseOf(image))));
        }
        Map<String, String> all = new LinkedHashMap<>();
        Map<String, String> moduleByFile = new LinkedHashMap<>();
        for (RomView rom : roms) {
            all.put(rom.module(), render("rom_contents.v.vm", Map.of("rom", rom)));
            moduleByFile.put(rom.file(), rom.module());
        }
        modules.forEach((module, text) -> all.put(
                renamed.getOrDefault(module, module),
                module.equals(ROM) ? chooser(renamed.get(ROM), roms) : rename(text, renamed)));
        return new Result(all, moduleByFile);
    }

    private String chooser(String module, List<RomView> roms) {
        int characters =
                roms.stream().mapToInt(rom -> rom.name().length()).max().orElse(1);
        return render(
                "inline_rom.v.vm",
                Map.of("module", module, "roms", roms, "characters", characters, "partCharacters", LONGEST_PART));
    }

    private static String baseOf(RomImage image) {
        return image.file().substring(0, image.file().lastIndexOf('.'));
    }

    private String render(String template, Map<String, Object> values) {
        Map<String, Object> all = new LinkedHashMap<>(values);
        all.put("toolVersion", ToolVersion.VERSION);
        return templates.render(template, all);
    }

    /** The library's modules that have a ROM inside, {@code intaglio_rom} itself among them. */
    private Set<String> holders() {
        Set<String> holders = new TreeSet<>();
        if (modules.containsKey(ROM)) {
            holders.add(ROM);
        }
        boolean more = true;
        while (more) {
            more = false;
            for (Map.Entry<String, String> module : modules.entrySet()) {
                boolean inside = TemplateEngine.hasLibrary(module.getKey())
                        && Design.librariesOf(module.getValue()).stream().anyMatch(holders::contains);
                more |= inside && holders.add(module.getKey());
            }
        }
        return holders;
    }

    private static String rename(String text, Map<String, String> renamed) {
        if (renamed.isEmpty()) {
            return text;
        }
        Pattern names = Pattern.compile("\\b(" + String.join("|", renamed.keySet()) + ")\\b");
        return names.matcher(text).replaceAll(match -> renamed.get(match.group(1)));
    }

    /** The name, or with {@code _2}, {@code _3}, ... behind it the first that no module has. */
    private String free(String name) {
        String free = name;
        for (int i = 2; !taken.add(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }
}
