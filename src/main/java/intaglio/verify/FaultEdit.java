package intaglio.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
                    String flipped = Long.toHexString(Long.parseUnsignedLong(matcher.group(1), 16) ^ 1);
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

    /** Flips one bit in the first word of the first ROM of the plan whose name ends like this. */
    static FaultEdit romBit(String end, int bit) {
        return out -> {
            Optional<Path> rom = rom(out, end);
            if (rom.isPresent()) {
                flip(rom.get(), bit);
            }
            return rom.isPresent();
        };
    }

    /** Deletes the first ROM of the plan whose name ends like this. */
    static FaultEdit dropRom(String end) {
        return out -> {
            Optional<Path> rom = rom(out, end);
            return rom.isPresent() && Files.deleteIfExists(rom.get());
        };
    }

    private static Optional<Path> rom(Path out, String end) throws IOException {
        return DesignPlan.read(out).engines().stream()
                .flatMap(engine -> engine.roms().stream())
                .map(PlannedRom::file)
                .filter(file -> file.endsWith(end))
                .map(file -> out.resolve("rom").resolve(file))
                .findFirst();
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
