package intaglio.verify;

import intaglio.diag.IntaglioException;
import intaglio.diag.Problems;
import intaglio.diag.TextFile;
import intaglio.tool.ToolResult;
import intaglio.tool.ToolRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Builds benches with Verilator. A bench is built once per design: its folder is named by a hash of everything that
 * goes into it, so that an unchanged design is found again and a changed one never mistaken.
 */
public final class Verilator {

    private static final Duration BUILD_LIMIT = Duration.ofMinutes(30);
    private static final String COMPILE_AGAIN = "compile the model again";
    private static final Pattern RTL_FILE = Pattern.compile("rtl/\\w+\\.v");

    private final Path workFolder;

    /**
     * @param workFolder receives the built benches; kept between runs
     */
    public Verilator(Path workFolder) {
        this.workFolder = workFolder;
    }

    /** Command that builds the bench from the folder with its sources. */
    static List<String> buildCommand(List<String> rtl, boolean trace) {
        List<String> command = new ArrayList<>(List.of(
                "verilator",
                "--cc",
                "--exe",
                "--build",
                "-j",
                "2",
                "-O3",
                // One function of the whole design takes the compiler minutes; every file costs it the headers again.
                "--output-split",
                "30000",
                "--output-split-cfuncs",
                "400",
                // Registers start random; explicit X values may become anything.
                "--x-assign",
                "fast",
                "--x-initial",
                "unique",
                "--noassert",
                "-CFLAGS",
                "-march=native -Wall -Wno-unused-variable",
                // On a LeNet of 420 multipliers -O3 builds as long as -O2 and runs a fifth slower; -Os is slower still.
                "-MAKEFLAGS",
                "OPT_FAST=-O2 OPT_SLOW=-O0 OPT_GLOBAL=-O1",
                "--top-module",
                BenchSources.TOP,
                "-Mdir",
                "obj",
                "-o",
                "bench"));
        if (trace) {
            command.add("--trace");
        }
        command.add(BenchSources.TOP + ".v");
        command.addAll(rtl);
        command.add("main.cpp");
        return command;
    }

    /**
     * Builds the bench, or finds it where it has been built before.
     *
     * @throws IntaglioException exit code 4 when Verilator or the compiler is missing, fails or warns
     */
    public Bench build(Path out, DesignPlan plan, boolean trace) {
        try {
            List<Unit> units = Units.of(VerilogDesign.read(out, plan.top()), plan);
            SortedMap<String, String> sources = new TreeMap<>(BenchSources.of(plan, units));
            List<String> rtl = rtlFiles(out);
            for (String name : rtl) {
                sources.put(name, TextFile.read(out.resolve(name), COMPILE_AGAIN));
            }
            List<String> command = buildCommand(rtl, trace);
            Path folder = workFolder.resolve("bench-" + plan.top() + "-" + hash(sources, command));
            if (!Files.exists(folder)) {
                buildBeside(folder, sources, command);
            }
            return new Bench(folder, plan, units);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Verilog files of an output folder, as {@code filelist.f} names them; all of them are there. */
    static List<String> rtlFiles(Path out) {
        Path list = out.resolve("filelist.f");
        List<String> files;
        try {
            files = Files.readAllLines(list).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw IntaglioException.badInput(list.toString(), "cannot be read", "give the folder that compile wrote");
        }
        Problems problems = new Problems();
        for (String file : files) {
            // The names go into folders and scripts of ours.
            if (!RTL_FILE.matcher(file).matches()) {
                problems.add(list.toString(), "'" + file + "' is not of the form rtl/name.v", COMPILE_AGAIN);
            } else if (!Files.isRegularFile(out.resolve(file))) {
                problems.add(out.resolve(file).toString(), "is in filelist.f but missing", COMPILE_AGAIN);
            }
        }
        problems.throwIfAny();
        return files;
    }

    /** Only a bench that was built to the end gets its name. */
    private void buildBeside(Path folder, Map<String, String> sources, List<String> command) throws IOException {
        Files.createDirectories(workFolder);
        Path building = Files.createTempDirectory(workFolder, "building-");
        Path log = workFolder.resolve(folder.getFileName() + ".log");
        try {
            write(building, sources);
            ToolResult result = ToolRunner.run(command, building, BUILD_LIMIT, log);
            ToolLog.requireClean("verilator", result);
            Files.move(building, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // Somebody else was faster; what they built is the same.
            if (!Files.exists(folder)) {
                throw e;
            }
        } finally {
            if (Files.exists(building)) {
                FileTree.delete(building);
            }
        }
    }

    static void write(Path folder, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = folder.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
    }

    private static String hash(Map<String, String> sources, List<String> command) {
        MessageDigest digest = sha256();
        command.forEach(word -> update(digest, word));
        sources.forEach((name, content) -> {
            update(digest, name);
            update(digest, content);
        });
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
