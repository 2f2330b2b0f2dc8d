package intaglio.range;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.graph.Network;
import intaglio.ir.IntegerParameters;
import intaglio.quant.RequantFile;
import intaglio.quant.WideQuantizer;
import intaglio.testing.RandomGraphs;
import intaglio.testing.RandomModels;
import intaglio.testing.RandomTables;
import intaglio.testing.RandomUint8Models;
import intaglio.testing.SeedLenet;
import intaglio.testing.SharedData;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RangeCheckerTest {

    private static final Pattern NUMBER = Pattern.compile("(?<=: )-?\\d+");

    @Test
    void articleRangesAreConfirmed() {
        RequantFile given = RequantFile.read(SharedData.require("lenet-seed/article_requant.json"));
        IntegerModel model =
                WideQuantizer.withGiven(SeedLenet.quantModel(), given).model();
        assertThat(RangeChecker.differences(RangesJson.write(RangeAnalysis.of(model)), model))
                .isEmpty();
    }

    @Test
    void rangesOfRandomNetworksAreConfirmed() {
        for (long seed = 0; seed < 100; seed++) {
            IntegerModel model = RandomModels.of(seed);
            String json = RangesJson.write(RangeAnalysis.of(model));
            assertThat(RangeChecker.differences(json, model))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void rangesOfUint8NetworksAreConfirmed() {
        for (long seed = 0; seed < 100; seed++) {
            IntegerModel model = RandomUint8Models.of(seed);
            String json = RangesJson.write(RangeAnalysis.of(model));
            assertThat(RangeChecker.differences(json, model))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void rangesOfTablesAreConfirmed() {
        for (long seed = 0; seed < 100; seed++) {
            IntegerModel model = RandomTables.of(seed);
            String json = RangesJson.write(RangeAnalysis.of(model));
            assertThat(RangeChecker.differences(json, model))
                    .as("seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void rangesOfGraphsAreConfirmed() {
        for (long seed = 0; seed < 100; seed++) {
            for (IntegerModel model :
                    List.of(RandomGraphs.wide(seed), RandomGraphs.uint8(seed), RandomTables.graph(seed))) {
                String json = RangesJson.write(RangeAnalysis.of(model));
                assertThat(RangeChecker.differences(json, model))
                        .as("seed %d", seed)
                        .isEmpty();
            }
        }
    }

    @Test
    void everyTamperedNumberIsNoticed() {
        checkEveryTamperedNumber(RandomModels.of(3));
    }

    @Test
    void everyTamperedNumberOfAGraphIsNoticed() {
        checkEveryTamperedNumber(RandomGraphs.uint8(3));
    }

    /** Every number of the file, one too large: each is noticed. */
    private static void checkEveryTamperedNumber(IntegerModel model) {
        String json = RangesJson.write(RangeAnalysis.of(model));
        Matcher number = NUMBER.matcher(json);
        int tampered = 0;
        while (number.find()) {
            long other = Long.parseLong(number.group()) + 1;
            String wrong = json.substring(0, number.start()) + other + json.substring(number.end());
            assertThat(RangeChecker.differences(wrong, model)).as(wrong).hasSize(1);
            tampered++;
        }
        assertThat(tampered).isGreaterThan(50);
    }

    @Test
    void otherDamageIsNoticed() {
        IntegerModel model = RandomModels.of(3);
        String json = RangesJson.write(RangeAnalysis.of(model));
        String label = model.network().layers().get(0).label();
        assertThat(RangeChecker.differences("", model)).isNotEmpty();
        assertThat(RangeChecker.differences("{", model)).hasSize(1);
        assertThat(RangeChecker.differences("{}", model)).hasSize(1);
        assertThat(RangeChecker.differences(json.replace("\"" + label + "\"", "\"other\""), model))
                .hasSize(1);
        assertThat(RangeChecker.differences(json.replaceFirst("\"sum\"", "\"some\""), model))
                .hasSize(2);
        String otherSign = json.replaceFirst("\"signed\": false", "\"signed\": true");
        assertThat(RangeChecker.differences(otherSign, model)).hasSize(1);
    }

    @Test
    void anotherModelIsNoticed() {
        IntegerModel model = RandomModels.of(5);
        String json = RangesJson.write(RangeAnalysis.of(model));
        Network network = model.network();
        String label = network.weightedLayers().get(0).label();
        Map<String, IntegerParameters> changed = new HashMap<>(model.parameters());
        IntegerParameters one = changed.get(label);
        long[] bias = one.bias().clone();
        bias[0] += 100_000;
        changed.put(
                label,
                new IntegerParameters(one.weights(), one.zeroPoint(), bias, one.requantize(), one.weightScale()));
        List<String> differences = RangeChecker.differences(json, new IntegerModel(network, changed));
        assertThat(differences).anyMatch(line -> line.startsWith("layer '" + label + "', bias: says"));
    }
}
