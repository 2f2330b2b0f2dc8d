package intaglio.synth;

import com.fasterxml.jackson.databind.JsonNode;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What synthesis needs of a folder that {@code compile} wrote.
 *
 * @param top name of the top module
 * @param interval cycles between two frames, as planned
 * @param multipliers number of hardware multipliers, as planned
 * @param sources Verilog files, relative to the folder
 */
public record DesignFolder(Path folder, String top, long interval, int multipliers, List<Path> sources) {

    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern SOURCE = Pattern.compile("rtl/[A-Za-z_][A-Za-z0-9_]*\\.v");
    private static final String AGAIN = "compile the model again";

    /**
     * Reads {@code plan.json} and {@code filelist.f}.
     *
     * @throws IntaglioException exit code 3, where they are not what compile writes
     */
    public static DesignFolder read(Path folder) {
        Path plan = folder.resolve("plan.json");
        JsonNode root = JsonFile.object(plan, AGAIN);
        String top = root.path("top").asText();
        long interval = root.path("interval").asLong();
        int multipliers = root.path("multipliers").asInt(-1);
        if (!IDENTIFIER.matcher(top).matches() || interval < 1 || multipliers < 0) {
            throw IntaglioException.badInput(
                    plan.toString(), "has no top module, interval and multipliers as compile writes them", AGAIN);
        }
        return new DesignFolder(folder, top, interval, multipliers, sources(folder));
    }

    private static List<Path> sources(Path folder) {
        Path list = folder.resolve("filelist.f");
        try {
            List<String> lines = Files.readAllLines(list);
            for (String line : lines) {
                if (!SOURCE.matcher(line).matches() || !Files.isRegularFile(folder.resolve(line))) {
                    throw IntaglioException.badInput(
                            list.toString(), "names '" + line + "', which is no file of rtl/", AGAIN);
                }
            }
            return lines.stream().map(Path::of).toList();
        } catch (IOException e) {
            throw IntaglioException.badInput(list.toString(), "cannot be read (" + IoReason.of(e) + ")", AGAIN);
        }
    }

    /** Copies the sources and the ROM files, where it has any: a tool of PyPI sees nothing above its working folder. */
    void copyTo(Path target) {
        try {
            for (Path file : Stream.concat(sources.stream(), roms()).toList()) {
                Path copy = target.resolve(file);
                Files.createDirectories(copy.getParent());
                Files.copy(folder.resolve(file), copy, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw IntaglioException.badInput(
                    target.toString(), "the design cannot be copied there (" + IoReason.of(e) + ")", "check the disk");
        }
    }

    private Stream<Path> roms() throws IOException {
        Path roms = folder.resolve("rom");
        if (!Files.isDirectory(roms)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(roms)) {
            return files.map(folder::relativize).toList().stream();
        }
    }
}
