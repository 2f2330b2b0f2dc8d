package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.num.Interval;
import intaglio.testing.GraphNetworks;
import intaglio.testing.HardwareModels;
import intaglio.testing.RandomGraphs;
import intaglio.testing.RandomTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every fault has to be noticed, and by the check that is there for it. */
@Tag("rtl")
class PlantedFaultsTest {

    private static final Map<String, String> EXPECTED = new TreeMap<>(Map.ofEntries(
            Map.entry("weight, lowest bit", "rom first_tap00.mem"),
            Map.entry("bias, lowest bit", "rom first_bias.mem"),
            Map.entry("weight ROM file dropped", "rom first_tap00.mem"),
            Map.entry("bias ROM file dropped", "rom first_bias.mem"),
            Map.entry("expected logit plus one", "output"),
            Map.entry("expected inner value minus one", "value first.accumulator"),
            Map.entry("plan: latency plus one", "latency"),
            Map.entry("plan: interval minus one", "interval"),
            Map.entry("shift plus one", "constant first"),
            Map.entry("shift rounds half up, not down", "unit first.requantize"),
            Map.entry("pool rounds ties down, not to even", "unit flat.pool"),
            Map.entry("pool takes the mean, not the maximum", "unit halve.pool"),
            Map.entry("ReLU left out", "unit first.requantize"),
            Map.entry("channels of a group reversed", "value first.accumulator"),
            Map.entry("valid one cycle late", "unit first.requantize"),
            Map.entry("padding not masked", "value first.accumulator"),
            Map.entry("credit counter has no room after a reset", "deadlock"),
            Map.entry("output ignores ready", "data-not-held"),
            Map.entry("multiplier, lowest bit", "constant first"),
            Map.entry("product one bit too narrow", "unit first.requantize"),
            Map.entry("range, one bound plus one", "ranges"),
            Map.entry("class is the last of equal logits", "unit argmax"),
            Map.entry("class compares without sign", "unit argmax")));

    private static final Map<String, String> EXPECTED_OF_MULTIPLIERS = new TreeMap<>(Map.ofEntries(
            Map.entry("multiplier ROM, lowest bit", "rom first_multiplier.mem"),
            Map.entry("padding, lowest bit", "constant first")));

    private static final Map<String, String> EXPECTED_OF_GROUPS_AND_POOLS = new TreeMap<>(Map.ofEntries(
            Map.entry("groups read the first group's words", "value over.output"),
            Map.entry("groups side by side share operands", "value depth.accumulator"),
            Map.entry("mean rounds ties up, not to even", "unit all.mean"),
            Map.entry("mean keeps the window before", "value all.output"),
            Map.entry("maximum keeps the window before", "value over.output")));

    private static final Map<String, String> EXPECTED_OF_TABLES = new TreeMap<>(Map.ofEntries(
            Map.entry("table, lowest bit of place 0", "rom first_table.mem"),
            Map.entry("table read at the other neighbour", "value first.output"),
            Map.entry("table without its output register", "value first.output")));

    private static final Map<String, String> EXPECTED_OF_GAPS =
            new TreeMap<>(Map.of("gaps of the kernel left out", "value a.accumulator"));

    private static final Map<String, String> EXPECTED_OF_PADDED_POOLS = new TreeMap<>(Map.ofEntries(
            Map.entry("padding reads as its opposite", "value largest.output"),
            Map.entry("padding counts as inside", "value inside.output"),
            Map.entry("number of values inside, plus one", "constant inside")));

    private static final Map<String, String> EXPECTED_OF_JOINS = new TreeMap<>(Map.ofEntries(
            Map.entry("multiplier of a sum's input, lowest bit", "constant sum"),
            Map.entry("zero points of a sum, lowest bit", "constant sum"),
            Map.entry("sum takes its first input for all", "value sum.accumulator"),
            Map.entry("sum starts before all its inputs are there", "value sum.accumulator"),
            Map.entry("joined channels begin with the last input", "value all.output"),
            Map.entry("order of a pixel shuffle's channels", "constant shuffle"),
            Map.entry("pixel shuffle repeats a block's first row", "value shuffle.output"),
            Map.entry("fork starts where one reader has room", "latency")));

    @TempDir
    Path folder;

    @BeforeAll
    static void needsVerilator() {
        RequiredTools.require("verilator", "g++");
    }

    @Test
    void everyFaultIsCaughtByItsCheck() {
        // With 48 multipliers every engine works on several channels at once, so that their order can be wrong.
        Path out = Compiled.design(HardwareModels.of(HardwareModels.oblong(), 1), 48, folder.resolve("out"));
        List<PlantedFaults.Finding> findings = PlantedFaults.run(
                out, Compiled.noise(HardwareModels.oblong().input(), 4), folder.resolve("work"), text -> {});
        assertThat(caughtBy(findings)).isEqualTo(EXPECTED);
    }

    @Test
    void faultsOfGroupsAndPoolsAreCaughtByTheirChecks() {
        Path out = Compiled.design(HardwareModels.of(HardwareModels.separable(), 1), 60, folder.resolve("out"));
        List<PlantedFaults.Finding> findings = PlantedFaults.run(
                FaultList.groupsAndPools(),
                out,
                Compiled.noise(HardwareModels.separable().input(), 4),
                folder.resolve("work"),
                text -> {});
        assertThat(caughtBy(findings)).isEqualTo(EXPECTED_OF_GROUPS_AND_POOLS);
    }

    @Test
    void faultsOfMultipliersAndZeroPointsAreCaughtByTheirChecks() {
        Path out = Compiled.design(HardwareModels.uint8(HardwareModels.oblong(), 1, true), 40, folder.resolve("out"));
        List<PlantedFaults.Finding> findings = PlantedFaults.run(
                FaultList.multipliers(),
                out,
                Compiled.noise(HardwareModels.oblong().input(), 4),
                folder.resolve("work"),
                text -> {});
        assertThat(caughtBy(findings)).isEqualTo(EXPECTED_OF_MULTIPLIERS);
    }

    @Test
    void faultsOfTablesAreCaughtByTheirChecks() {
        IntegerModel model =
                RandomTables.in(HardwareModels.uint8(HardwareModels.oblong(), 1, false), 3, new Interval(0, 255));
        assertThat(model.parameters().get("first").table()).isPresent();
        Path out = Compiled.design(model, 40, folder.resolve("out"));
        List<PlantedFaults.Finding> findings = PlantedFaults.run(
                FaultList.tables(),
                out,
                Compiled.noise(HardwareModels.oblong().input(), 4),
                folder.resolve("work"),
                text -> {});
        assertThat(caughtBy(findings)).isEqualTo(EXPECTED_OF_TABLES);
    }

    @Test
    void faultsOfGapsAreCaughtByTheirChecks() {
        // With 64 multipliers a step of the first layer has several rows and columns of the kernel.
        Path out = Compiled.design(HardwareModels.of(HardwareModels.dilated(), 1), 64, folder.resolve("out"));
        List<PlantedFaults.Finding> findings = PlantedFaults.run(
                FaultList.gaps(),
                out,
                Compiled.noise(HardwareModels.dilated().input(), 3),
                folder.resolve("work"),
                text -> {});
        assertThat(caughtBy(findings)).isEqualTo(EXPECTED_OF_GAPS);
    }

    @Test
    void faultsOfPaddedPoolsAreCaughtByTheirChecks() {
        Path out = Compiled.design(HardwareModels.of(HardwareModels.padded(), 1), 12, folder.resolve("out"));
        List<PlantedFaults.Finding> findings = PlantedFaults.run(
                FaultList.paddedPools(),
                out,
                Compiled.noise(HardwareModels.padded().input(), 3),
                folder.resolve("work"),
                text -> {});
        assertThat(caughtBy(findings)).isEqualTo(EXPECTED_OF_PADDED_POOLS);
    }

    @Test
    void faultsOfJoinsAreCaughtByTheirChecks() {
        Network network = GraphNetworks.of("joins");
        Path out = Compiled.design(RandomGraphs.uint8(network, 1), 6, folder.resolve("out"));
        List<PlantedFaults.Finding> findings = PlantedFaults.run(
                FaultList.joins(), out, Compiled.noise(network.input(), 3), folder.resolve("work"), text -> {});
        assertThat(caughtBy(findings)).isEqualTo(EXPECTED_OF_JOINS);
    }

    private static Map<String, String> caughtBy(List<PlantedFaults.Finding> findings) {
        Map<String, String> caughtBy = new TreeMap<>();
        for (PlantedFaults.Finding finding : findings) {
            String check = finding.caught() ? finding.checks().get(0) : "applicable: " + finding.applicable();
            caughtBy.put(finding.fault(), check);
        }
        return caughtBy;
    }

    @Test
    void theDocumentHasTheSameTable() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        Pattern row = Pattern.compile("\\| ([^|]+) \\| `([^`]+)` \\| [^|]+ \\|");
        String document = Files.readString(Path.of("docs/VERIFICATION.md"));
        for (String line : document.substring(document.indexOf("## Planted faults"))
                .lines()
                .toList()) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches()) {
                documented.put(matcher.group(1), matcher.group(2));
            }
        }
        Map<String, String> expected = new TreeMap<>(EXPECTED);
        expected.putAll(EXPECTED_OF_MULTIPLIERS);
        expected.putAll(EXPECTED_OF_GROUPS_AND_POOLS);
        expected.putAll(EXPECTED_OF_TABLES);
        expected.putAll(EXPECTED_OF_GAPS);
        expected.putAll(EXPECTED_OF_PADDED_POOLS);
        expected.putAll(EXPECTED_OF_JOINS);
        assertThat(documented).isEqualTo(expected);
    }

    @Test
    void aFaultWithoutAPlaceIsSaidToBeNotApplicable() {
        Path out = Compiled.design(HardwareModels.of(HardwareModels.strided(), 1), 9, folder.resolve("out"));
        FaultEdit edit = FaultList.all().stream()
                .filter(fault -> fault.name().startsWith("pool rounds"))
                .findFirst()
                .orElseThrow()
                .edit();
        assertThat(out).satisfies(path -> assertThat(edit.apply(path)).isFalse());
    }
}
