package intaglio.verify;

import intaglio.tool.ToolRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder that holds everything a failing run needs, so that it can be reproduced elsewhere and later:
 *
 * <pre>
 *   run.sh        builds the bench and repeats the run; with --trace it also writes mismatch.vcd
 *   mismatch.txt  the findings
 *   design/       copy of the output folder
 *   bench/        sources of the bench
 *   vectors.bin   pixels and expected values up to the failing frame
 *   tools.txt     versions
 * </pre>
 */
final class MismatchBundle {

    /** Cycles of the waveform before and after the first failure. */
    private static final long TRACE_BEFORE = 400;

    private static final long TRACE_AFTER = 40;

    private final Path out;
    private final DesignPlan plan;
    private final List<Unit> units;
    private final Bench.Outcome outcome;
    private final List<Mismatch> mismatches;

    MismatchBundle(Path out, Bench bench, Bench.Outcome outcome, List<Mismatch> mismatches) {
        this.out = out;
        this.plan = bench.plan();
        this.units = bench.units();
        this.outcome = outcome;
        this.mismatches = mismatches;
    }

    /**
     * Writes the bundle into a new folder below {@code parent}.
     *
     * @param vectors the run's vector file
     * @param source what the file was made of
     */
    Path write(Path parent, Path vectors, FrameSource source) throws IOException {
        Path bundle = fresh(parent);
        FileTree.copy(out, bundle.resolve("design"));
        Verilator.write(bundle.resolve("bench"), BenchSources.of(plan, units));
        BenchRun run = outcome.run();
        int needed = neededFrames();
        if (needed < source.count()) {
            source.range(0, needed).write(bundle.resolve("vectors.bin"), plan);
            run = run.withFrames(needed);
        } else {
            Files.copy(vectors, bundle.resolve("vectors.bin"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(
                bundle.resolve("mismatch.txt"),
                Stream.concat(mismatches.stream(), outcome.failures().stream())
                        .map(finding -> finding + "\n")
                        .collect(Collectors.joining()));
        Files.writeString(bundle.resolve("tools.txt"), toolVersions(bundle));
        Path script = bundle.resolve("run.sh");
        Files.writeString(script, script(run));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        return bundle;
    }

    private Path fresh(Path parent) throws IOException {
        Files.createDirectories(parent);
        String name = plan.top() + "-" + outcome.run().name().replace(' ', '-');
        Path folder = parent.resolve(name);
        for (int i = 2; Files.exists(folder); i++) {
            folder = parent.resolve(name + "-" + i);
        }
        return Files.createDirectory(folder);
    }

    /** Frames up to the first failing one and a little beyond; all where the failure is not one of a frame. */
    private int neededFrames() {
        List<BenchResult.Line> failures = outcome.result().failures();
        if (outcome.run().resets() > 0 || failures.isEmpty() || !failures.get(0).has("frame")) {
            return Integer.MAX_VALUE;
        }
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, failures.get(0).number("frame") + 3));
    }

    private String script(BenchRun run) {
        String build = String.join(" ", quoted(Verilator.buildCommand(Verilator.rtlFiles(out), false)));
        String options = String.join(" ", quoted(run.arguments(plan)));
        long cycle = firstCycle();
        return String.format(
                Locale.ROOT,
                """
                #!/bin/sh
                # SPDX-License-Identifier: 0BSD
                # Repeats the run '%1$s' of %2$s. With --trace: writes mismatch.vcd around cycle %3$d, too.
                set -eu
                cd "$(dirname "$0")"
                verilator_trace=
                bench_trace=
                if [ "${1:-}" = "--trace" ]; then
                    verilator_trace=--trace
                    bench_trace="--trace ../mismatch.vcd --trace-from %4$d --trace-to %5$d"
                fi
                rm -rf build
                mkdir build
                cp bench/* build/
                cp -r design/rtl build/
                (cd build && %6$s $verilator_trace) > build.log
                cd design
                exec ../build/obj/bench --vectors ../vectors.bin %7$s $bench_trace
                """,
                run.name(),
                plan.top(),
                cycle,
                Math.max(0, cycle - TRACE_BEFORE),
                cycle + TRACE_AFTER,
                build,
                options);
    }

    private long firstCycle() {
        return outcome.result().failures().stream()
                .filter(line -> line.has("cycle"))
                .mapToLong(line -> line.number("cycle"))
                .findFirst()
                .orElse(0);
    }

    private static List<String> quoted(List<String> words) {
        List<String> quoted = new ArrayList<>();
        for (String word : words) {
            quoted.add(word.matches("[A-Za-z0-9_./+=-]+") ? word : "'" + word + "'");
        }
        return quoted;
    }

    private static String toolVersions(Path bundle) throws IOException {
        StringBuilder text = new StringBuilder();
        for (String tool : List.of("verilator", "g++")) {
            Path log = bundle.resolve("version.log");
            String said = ToolRunner.run(List.of(tool, "--version"), bundle, Duration.ofSeconds(30), log)
                    .tail();
            text.append(said.lines().findFirst().orElse(tool + "?")).append('\n');
            Files.deleteIfExists(log);
        }
        return text.append("java ").append(Runtime.version()).append('\n').toString();
    }
}
