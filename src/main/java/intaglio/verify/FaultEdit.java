package intaglio.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A change to a copy of an output folder that has to turn verification red. */
@FunctionalInterface
interface FaultEdit {

    /** False where this design has no such place; then nothing has been changed. */
    boolean apply(Path out) throws IOException;

    /** Replaces text in one file. */
    static FaultEdit text(String file, String from, String to) {
        return out -> {
            Path path = out.resolve(file);
            String text = Files.exists(path) ? Files.readString(path) : "";
            if (!text.contains(from)) {
                return false;
            }
            Files.writeString(path, text.replace(from, to));
            return true;
        };
    }

    /** Adds {@code step} to the number in group 1 of the pattern, in the first RTL file that matches. */
    static FaultEdit number(String pattern, int step) {
        return out -> {
            for (String file : Verilator.rtlFiles(out)) {
                if (number(file, pattern, step).apply(out)) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Adds {@code step} to the number in group 1 of the pattern. */
    static FaultEdit number(String file, String pattern, int step) {
        return out -> {
            String text = Files.readString(out.resolve(file));
            Matcher matcher = Pattern.compile(pattern).matcher(text);
            if (!matcher.find()) {
                return false;
            }
            int value = Integer.parseInt(matcher.group(1)) + step;
            Files.writeString(
                    out.resolve(file), text.substring(0, matcher.start(1)) + value + text.substring(matcher.end(1)));
            return true;
        };
    }

    /** Flips the lowest bit of the hexadecimal number in group 1 of the pattern, in the first RTL file that matches. */
    static FaultEdit hexBit(String pattern) {
        return out -> {
            for (String file : Verilator.rtlFiles(out)) {
                String text = Files.readString(out.resolve(file));
                Matcher matcher = Pattern.compile(pattern).matcher(text);
                if (matcher.find()) {
                    String flipped = Long.toHexString(Long.parseLong(matcher.group(1), 16) ^ 1);
                    Files.writeString(
                            out.resolve(file),
                            text.substring(0, matcher.start(1)) + flipped + text.substring(matcher.end(1)));
                    return true;
                }
            }
            return false;
        };
    }

    /** All of them; not applicable where one is not. */
    static FaultEdit all(FaultEdit... edits) {
        return out -> {
            for (FaultEdit edit : edits) {
                if (!edit.apply(out)) {
                    return false;
                }
            }
            return true;
        };
    }

    /** Changes nothing; not applicable where no RTL file matches. */
    static FaultEdit needs(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return out -> {
            for (String file : Verilator.rtlFiles(out)) {
                if (compiled.matcher(Files.readString(out.resolve(file))).find()) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Flips one bit in the first word of the ROM that an instance of this name reads. */
    static FaultEdit romBit(String instance, int bit) {
        return out -> {
            List<String> roms = roms(out, instance);
            if (roms.isEmpty()) {
                return false;
            }
            flip(out.resolve("rom").resolve(roms.get(0)), bit);
            return true;
        };
    }

    /** Deletes the ROM that an instance of this name reads. */
    static FaultEdit dropRom(String instance) {
        return out -> {
            List<String> roms = roms(out, instance);
            return !roms.isEmpty() && Files.deleteIfExists(out.resolve("rom").resolve(roms.get(0)));
        };
    }

    /** ROM files in the order in which the Verilog names them, of instances whose name matches. */
    private static List<String> roms(Path out, String instance) throws IOException {
        Pattern rom = Pattern.compile("\\.FILE\\(\\{ROM_DIR, \"([^\"]+)\"\\}\\)\\s*\\)\\s*" + instance + "\\b");
        List<String> files = new ArrayList<>();
        for (String file : Verilator.rtlFiles(out)) {
            Matcher matcher = rom.matcher(Files.readString(out.resolve(file)));
            while (matcher.find()) {
                files.add(matcher.group(1));
            }
        }
        return files;
    }

    private static void flip(Path rom, int bit) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(rom));
        for (int i = 0; i < lines.size(); i++) {
            String word = lines.get(i).strip();
            if (word.matches("[0-9a-fA-F]+")) {
                int digit = word.length() - 1 - bit / 4;
                int flipped = Character.digit(word.charAt(digit), 16) ^ 1 << bit % 4;
                lines.set(i, word.substring(0, digit) + Integer.toHexString(flipped) + word.substring(digit + 1));
                Files.writeString(rom, String.join("\n", lines) + "\n");
                return;
            }
        }
        throw new IOException(rom + " has no word");
    }
}
