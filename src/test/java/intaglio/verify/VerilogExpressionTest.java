package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerilogExpressionTest {

    private static final Map<String, String> CONSTANTS =
            Map.of("PE", "6", "WIDE", "PE * (2 + 1)", "BYTE", "8'd255", "A", "B + 1", "B", "A");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12 | 12",
                " 32'h00000fF0 | 4080",
                "64'd32768 | 32768",
                "PE * 8 | 48",
                "WIDE / 4 | 4",
                "2 + 3 * 4 - 1 | 13",
                "(2 + 3) * 4 | 20",
                "{8'd1, 8'd2} | 258",
                "{3{4'd5}} | 1365",
                "{2{8'd1, 8'd0}} | 16777472",
                "{PE{1'b1}} | 63",
                "{{2{2'd3}}, 2'd1} | 61",
                "BYTE | 255",
                "7 % PE + 2 << 3 | 24",
                "PE > 5 && PE <= 6 ? 10 : 20 | 10",
                "PE >= 7 ? 20 : 30 | 30",
                "-PE + 8 | 2",
                "$clog2(8) * 10 + $clog2(9) | 34",
                "{\"A\", 8'(48 + 257)} | 16689",
                "BYTE[6:2] + WIDE[1 +: 3] | 32",
                "10 - 4 - 3 | 3"
            })
    void isEvaluated(String text, long value) {
        assertThat(VerilogExpression.value(text, CONSTANTS)).isEqualTo(value);
    }

    @Test
    void noConstantIsMadeOfItself() {
        assertThatThrownBy(() -> VerilogExpression.value("A", CONSTANTS)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "2 +", "(2", "{2'd1", "$log(4)", "1 ? 2", "8'3", "2 3", "4 / 0"})
    void othersAreRefused(String text) {
        assertThatThrownBy(() -> VerilogExpression.value(text, CONSTANTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is no constant expression");
    }
}
