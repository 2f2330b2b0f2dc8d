package intaglio.testing;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.graph.IntegerModel;
import intaglio.ir.IntegerParameters;

/** Comparison of models, whose records hold arrays. */
public final class Models {

    private Models() {}

    /** Asserts that every integer and every S is the same, bit by bit. */
    public static void assertSame(IntegerModel actual, IntegerModel expected) {
        assertThat(actual.network()).isEqualTo(expected.network());
        assertThat(actual.sums()).isEqualTo(expected.sums());
        assertThat(actual.padding()).isEqualTo(expected.padding());
        assertThat(actual.parameters().keySet()).isEqualTo(expected.parameters().keySet());
        expected.parameters().forEach((label, parameters) -> {
            IntegerParameters found = actual.parameters().get(label);
            assertThat(found.weights()).as(label).isEqualTo(parameters.weights());
            assertThat(found.bias()).as(label).isEqualTo(parameters.bias());
            assertThat(found.weightZeroPoints()).as(label).isEqualTo(parameters.weightZeroPoints());
            assertThat(found.inputZeroPoints()).as(label).isEqualTo(parameters.inputZeroPoints());
            assertThat(found.requantize()).as(label).isEqualTo(parameters.requantize());
            assertThat(found.weightScales()).as(label).isEqualTo(parameters.weightScales());
            assertThat(found.table()).as(label).isEqualTo(parameters.table());
        });
    }
}
