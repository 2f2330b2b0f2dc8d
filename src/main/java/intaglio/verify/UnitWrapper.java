package intaglio.verify;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Text of the units in the bench: each has a clock of its own, which stands still in all other runs. */
final class UnitWrapper {

    private UnitWrapper() {}

    /** Ports of the bench's top module, each with a comma in front. */
    static String ports(List<Unit> units) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            text.append(String.format(
                    Locale.ROOT, """
                    ,

                        // %s alone
                        input  wire unit_%2$d_clk,
                        input  wire unit_%2$d_valid,
                        input  wire [%3$d:0] unit_%2$d_data,
                        output wire unit_%2$d_done,
                        output wire [%4$d:0] unit_%2$d_result""", unit.name(), i, unit.dataBits() - 1, unit.lanes() * unit.resultBits() - 1));
        }
        return text.toString();
    }

    /** The instances. Inputs are registered, so that nothing is evaluated where the clock stands still. */
    static String body(List<Unit> units) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    """

                        reg unit_%1$d_valid_q;
                        reg [%2$d:0] unit_%1$d_data_q;
                        always @(posedge unit_%1$d_clk) begin
                            unit_%1$d_valid_q <= unit_%1$d_valid & ~rst;
                            unit_%1$d_data_q  <= unit_%1$d_data;
                        end
                        %3$s #(%4$s) unit_%1$d (
                            .clk(unit_%1$d_clk),
                            .rst(rst),
                            .s_valid(unit_%1$d_valid_q),
                            .s_data(unit_%1$d_data_q[%5$d:0]),
                    %6$s
                            .m_valid(unit_%1$d_done)
                        );
                    """,
                    i,
                    unit.dataBits() - 1,
                    unit.kind().module(),
                    parameters(unit.parameters()),
                    unit.inputFieldBits() - 1,
                    ownPorts(unit, i).indent(8).stripTrailing()));
            text.append(unit.kind() == Unit.Kind.ARGMAX ? classResult(unit, i) : "");
        }
        return text.toString();
    }

    private static String ownPorts(Unit unit, int number) {
        String result = "unit_" + number + "_result";
        return switch (unit.kind()) {
            case REQUANTIZE ->
                ".s_multiplier(unit_" + number + "_data_q[" + (unit.dataBits() - 1) + ":" + unit.inputFieldBits()
                        + "]),\n.m_data(" + result + "),";
            case MEAN, POOL -> ".m_data(" + result + "),";
            case ARGMAX -> ".m_last(unit_" + number + "_last),\n.m_class(unit_" + number + "_class),\n.m_data(),";
        };
    }

    /** A class means something with the last logit only. */
    private static String classResult(Unit unit, int number) {
        return String.format(Locale.ROOT, """
                    wire unit_%1$d_last;
                    wire [%2$d:0] unit_%1$d_class;
                    assign unit_%1$d_result = {unit_%1$d_last, unit_%1$d_last ? unit_%1$d_class : %3$d'd0};
                """, number, unit.resultBits() - 2, unit.resultBits() - 1);
    }

    private static String parameters(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> "." + parameter.getKey() + "(" + parameter.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    /** The list of units for the harness. */
    static String list(List<Unit> units) {
        StringBuilder text = new StringBuilder("""

                // UNIT(number, stairs, input bits, inputs, lanes, factor bits, factors, result bits, signed)
                #define BENCH_UNITS(UNIT)""");
        for (int i = 0; i < units.size(); i++) {
            Unit unit = units.get(i);
            text.append(String.format(
                    Locale.ROOT,
                    " \\\n    /* %s */ UNIT(%d, %b, %d, %d, %d, %d, %d, %d, %b)",
                    unit.name(),
                    i,
                    unit.kind().isMonotone(),
                    unit.inputBits(),
                    unit.inputs(),
                    unit.lanes(),
                    unit.factorBits(),
                    unit.factors(),
                    unit.resultBits(),
                    unit.resultSigned()));
        }
        return text.append('\n').toString();
    }
}
