package intaglio.rtl;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.plan.Plan;
import intaglio.range.RangeAnalysis;
import intaglio.range.Ranges;
import intaglio.testing.HardwareModels;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every emitted file looks like, whatever the network. */
class EmittedTextTest {

    private static final String LICENCE = "// SPDX-License-Identifier: 0BSD\n";
    private static final Pattern SYSTEM_TASKS =
            Pattern.compile("\\$(clog2|signed|readmemh|display|finish|fopen|fclose|fatal)\\b");

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingOfTheTemplatesIsLeft(boolean perChannel) {
        design(perChannel).modules().forEach((name, text) -> {
            assertThat(SYSTEM_TASKS.matcher(text).replaceAll("")).as(name).doesNotContain("$");
            assertThat(text).as(name).doesNotContain("#foreach", "#if", "#end", "##", "\t", "\r", " \n", "\n\n\n");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyFileHasOneModuleOfItsName(boolean perChannel) {
        design(perChannel).modules().forEach((name, text) -> {
            assertThat(text).as(name).startsWith(LICENCE + "// ---").endsWith("endmodule\n\n`default_nettype wire\n");
            assertThat(text)
                    .as(name)
                    .containsOnlyOnce("\nmodule " + name + " ")
                    .containsOnlyOnce("`default_nettype none");
            assertThat(text)
                    .as(name)
                    .matches(t -> StandardCharsets.US_ASCII.newEncoder().canEncode(t), "is ASCII");
        });
    }

    @Test
    void twoCompilationsGiveTheSameBytes() {
        IntegerModel model = HardwareModels.uint8(HardwareModels.oblong(), 4, true);
        Ranges ranges = RangeAnalysis.of(model);
        Map<String, byte[]> first = new Compilation(model, ranges, Plan.of(model, ranges, 30)).files();
        Map<String, byte[]> second = new Compilation(model, ranges, Plan.of(model, ranges, 30)).files();
        assertThat(second.keySet()).containsExactlyElementsOf(first.keySet());
        first.forEach((name, bytes) -> assertThat(second.get(name)).as(name).isEqualTo(bytes));
    }

    private static Design design(boolean perChannel) {
        IntegerModel model = HardwareModels.uint8(HardwareModels.oblong(), 4, perChannel);
        Ranges ranges = RangeAnalysis.of(model);
        return Design.of(model, ranges, Plan.of(model, ranges, 30));
    }
}
