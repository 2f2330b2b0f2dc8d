package intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.op.Layer;
import intaglio.plan.Plan;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.testing.AwkwardNames;
import intaglio.testing.HardwareModels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** However a network and its layers are called, no emitted name is there twice, and none is a keyword. */
class NamesTest {

    private static final Pattern DECLARED =
            Pattern.compile("(?m)^ +(?:(?:in|out)put +)?(?:wire|reg) *(?:signed *)?(?:\\[[^\\]]+\\])? +(\\w+)");
    private static final Pattern INSTANCE = Pattern.compile("(?m)^ *(?:\\) *|\\w+ (?:#\\(.*\\) )?)(u_\\w+) \\($");

    @ParameterizedTest
    @MethodSource("intaglio.testing.AwkwardNames#networks")
    void everyNameIsThereOnce(Network network) {
        assertClean(network);
    }

    @Test
    void everyKeywordCanBeTheNameOfANetworkAndOfALayer() {
        assertThat(Keywords.ALL).hasSize(251).contains("output", "always", "logic", "bool");
        for (String keyword : Keywords.ALL) {
            Network network = AwkwardNames.dense(keyword, keyword, "b");
            assertThat(names(network).top()).isEqualTo(keyword + "_2");
        }
    }

    @Test
    void aKeywordMayArise() {
        Network network = AwkwardNames.dense("always", "comb");
        assertThat(design(network).modules()).containsKeys("always_2", "always_2_comb");
        assertThat(design(AwkwardNames.dense("first", "match")).modules()).containsKeys("first", "first_match_2");
    }

    @Test
    void labelsThatCollideWithNothingStayAsTheyAre() {
        assertThat(notes(HardwareModels.lenet())).isEmpty();
        assertThat(notes(HardwareModels.separable())).isEmpty();
    }

    @Test
    void eachChangeIsTold() {
        assertThat(notes(AwkwardNames.dense("reg", "a", "result")))
                .containsExactly(
                        "network 'reg' is called reg_2 in the Verilog, because reg is a keyword",
                        "layer 'result' is called result_2 in the Verilog, because result_valid is taken");
        assertThat(notes(AwkwardNames.mergedBesideLayer()))
                .containsExactly("the array 'd1_d2' is called d1_d2_2 in the Verilog, because net_d1_d2 is taken");
        assertThat(notes(AwkwardNames.dense("bench_top", "argmax")))
                .containsExactly(
                        "network 'bench_top' is called bench_top_2 in the Verilog, because bench_top is taken",
                        "layer 'argmax' is called argmax_2 in the Verilog, because u_argmax is taken");
    }

    @Test
    void romFilesOfTwoEnginesAreTwo() {
        Network network = AwkwardNames.mergedBesideLayer();
        assertThat(design(network).roms()).containsKeys("d1_d2_bias.mem", "d1_d2_2_bias.mem", "d1_d2_2_tap00.mem");
    }

    @Test
    void labelsStayInEverythingButTheVerilog() {
        Network network = AwkwardNames.dense("reg", "a", "result");
        IntegerModel model = HardwareModels.uint8(network, 3, true);
        Ranges ranges = RangeAnalysis.of(model);
        Map<String, byte[]> files = new Compilation(model, ranges, Plan.of(model, ranges, 7)).files();
        assertThat(text(files, "network.json"))
                .contains("\"reg\"", "\"result\"")
                .doesNotContain("_2\"");
        assertThat(text(files, "ranges.json")).contains("\"result\"").doesNotContain("_2\"");
        assertThat(text(files, "plan.json")).contains("\"layer\" : \"result\"", "u_output_result_2.u_requantize.out");
        assertThat(files).containsKeys("weights/result.weight.txt", "rtl/reg_2.v");
    }

    /** Most file systems allow 255 characters. */
    @ParameterizedTest
    @ValueSource(ints = {3, 40})
    void manyMergedLayersDoNotMakeALongFileName(int layers) {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < layers; i++) {
            labels.add("a_long_name_of_a_layer_" + (char) ('a' + i % 26) + i / 26);
        }
        Design design = design(AwkwardNames.dense("net", labels.toArray(String[]::new)));
        assertThat(design.roms().keySet()).allMatch(file -> file.length() < 150);
    }

    private static String text(Map<String, byte[]> files, String name) {
        return new String(files.get(name), StandardCharsets.UTF_8);
    }

    private static Design design(Network network) {
        IntegerModel model = HardwareModels.uint8(network, 3, true);
        Ranges ranges = RangeAnalysis.of(model);
        return Design.of(model, ranges, Plan.of(model, ranges, 7));
    }

    private static List<String> notes(Network network) {
        return names(network).notes();
    }

    private static Names names(Network network) {
        IntegerModel model = HardwareModels.uint8(network, 3, true);
        return Names.of(network, Plan.of(model, RangeAnalysis.of(model), 9));
    }

    private static void assertClean(Network network) {
        IntegerModel model = HardwareModels.uint8(network, 3, true);
        Ranges ranges = RangeAnalysis.of(model);
        Plan plan = Plan.of(model, ranges, 7);
        Design design = Design.of(model, ranges, plan);
        // As many files as there are ROMs: none has replaced another.
        assertThat(design.roms()).hasSize(roms(design));
        design.modules().forEach((module, text) -> {
            assertThat(text).as(module).containsOnlyOnce("\nmodule " + module + " ");
            assertThat(Keywords.ALL).as(module).doesNotContain(module);
            List<String> names = new ArrayList<>();
            DECLARED.matcher(text).results().forEach(match -> names.add(match.group(1)));
            INSTANCE.matcher(text).results().forEach(match -> names.add(match.group(1)));
            if (!module.startsWith("intaglio_")) {
                assertThat(names)
                        .as(module)
                        .isNotEmpty()
                        .doesNotHaveDuplicates()
                        .doesNotContainAnyElementsOf(Keywords.ALL);
            }
        });
        Set<String> labels = network.layers().stream().map(Layer::label).collect(Collectors.toSet());
        assertThat(design.probes()).extracting(Probe::layer).hasSameElementsAs(labels);
    }

    private static int roms(Design design) {
        return design.engines().stream()
                .mapToInt(engine -> engine.roms().size())
                .sum();
    }
}
