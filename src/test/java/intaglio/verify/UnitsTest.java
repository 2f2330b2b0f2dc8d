package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.num.Interval;
import intaglio.testing.HardwareModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitsTest {

    @TempDir
    Path folder;

    @Test
    void everythingThatRoundsOrComparesIsAUnit() throws IOException {
        assertThat(units(HardwareModels.of(HardwareModels.oblong(), 3)))
                .extracting(Unit::name)
                .containsExactly(
                        "first.requantize",
                        "halve.pool",
                        "second.requantize",
                        "flat.pool",
                        "d1.requantize",
                        "d2.requantize",
                        "d3.requantize",
                        "argmax");
        assertThat(units(HardwareModels.uint8(HardwareModels.separable(), 3, true)))
                .extracting(Unit::name)
                .containsExactly(
                        "a.requantize",
                        "depth.requantize",
                        "point.requantize",
                        "pairs.requantize",
                        "all.mean",
                        "argmax");
    }

    @Test
    void aUnitHasTheParametersOfTheInstance() throws IOException {
        Path out =
                Compiled.design(HardwareModels.uint8(HardwareModels.oblong(), 3, true), 40, folder.resolve("instance"));
        VerilogDesign design = VerilogDesign.read(out, "oblong");
        Unit unit = Units.of(design, DesignPlan.read(out)).get(0);
        VerilogDesign.Place requantizer = design.place("u_first.u_engine.u_output.u_requantize");
        assertThat(requantizer.type()).isEqualTo("intaglio_requantize");
        for (String name : List.of("SHIFT", "ROUND", "ZERO_POINT", "CLAMP_HIGH", "SCALED_WIDTH", "PIXELS", "RELU")) {
            assertThat(VerilogExpression.value(unit.parameters().get(name), Map.of()))
                    .as(name)
                    .isEqualTo(requantizer.number(name));
        }
        assertThat(unit.factors())
                .isEqualTo(unit.lanes() / requantizer.number("PIXELS").intValue());
    }

    @Test
    void everyPairOfClassesTiesForTheLargestAtBothEnds() throws IOException {
        Path file = folder.resolve("classes");
        try (UnitFile to = new UnitFile(file)) {
            new ClassVectors(to, 3).write(new Interval(-70, 90), 5);
        }
        LongBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        Set<List<Long>> ties = new HashSet<>();
        while (numbers.hasRemaining()) {
            assertThat(numbers.get()).isEqualTo(5);
            assertThat(numbers.get()).isZero();
            long[] frame = new long[5];
            long result = 0;
            for (int i = 0; i < 5; i++) {
                frame[i] = numbers.get();
                result = numbers.get();
                assertThat(result != 0).isEqualTo(i == 4);
            }
            int largest = (int) (result - 8);
            for (int j = 0; j < 5; j++) {
                assertThat(frame[j]).isLessThan(frame[largest] + (j < largest ? 0 : 1));
                if (j != largest && frame[j] == frame[largest]) {
                    ties.add(List.of((long) largest, (long) j, frame[largest]));
                }
            }
        }
        for (long i = 0; i < 5; i++) {
            for (long j = i + 1; j < 5; j++) {
                assertThat(ties).contains(List.of(i, j, 90L), List.of(i, j, -69L));
            }
        }
    }

    private List<Unit> units(IntegerModel model) throws IOException {
        Path out = Compiled.design(
                model, 28, Files.createTempDirectory(folder, "out").resolve("out"));
        DesignPlan plan = DesignPlan.read(out);
        return Units.of(VerilogDesign.read(out, plan.top()), plan);
    }
}
