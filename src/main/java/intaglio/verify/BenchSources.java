package intaglio.verify;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The bench's source files for one design: the hand-written harness, a header with the design's sizes, and a Verilog
 * wrapper that brings the probes out as ports and holds the units, so that the emitted RTL carries nothing for
 * verification's sake.
 */
final class BenchSources {

    static final String TOP = "bench_top";

    /** First line of every file that is not the user's own. */
    private static final String LICENCE = "// SPDX-License-Identifier: 0BSD\n";

    private static final List<String> HARNESS = List.of(
            "main.cpp",
            "field.h",
            "options.h",
            "probes.h",
            "random.h",
            "report.h",
            "reset_driver.h",
            "stream_driver.h",
            "stream_monitor.h",
            "unit_file.h",
            "units.h",
            "vectors.h",
            "waveform.h");

    private BenchSources() {}

    /** File contents by name. */
    static SortedMap<String, String> of(DesignPlan plan, List<Unit> units) {
        SortedMap<String, String> files = new TreeMap<>();
        for (String name : HARNESS) {
            files.put(name, resource(name));
        }
        files.put("bench_design.h", header(plan, units));
        files.put(TOP + ".v", wrapper(plan, units));
        return files;
    }

    private static String resource(String name) {
        try (InputStream in = BenchSources.class.getResourceAsStream("/testbench/" + name)) {
            if (in == null) {
                throw new IllegalStateException("testbench/" + name + " is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(DesignPlan plan, List<Unit> units) {
        StringBuilder text = new StringBuilder(LICENCE);
        text.append("// Sizes of the design '").append(plan.top());
        text.append("'. Generated from plan.json; do not edit.\n");
        text.append("#pragma once\n\nnamespace design {\n");
        constant(text, "PIXELS", plan.input().elements());
        constant(text, "OUTPUTS", plan.output().words());
        constant(text, "LINE_WORDS", plan.output().lineWords());
        constant(text, "DATA_BITS", plan.output().dataBits());
        constant(text, "SIGNED_DATA", plan.output().isImage() ? 0 : 1);
        constant(text, "CLASS", plan.output().hasClass() ? 1 : 0);
        constant(text, "PROBES", plan.probes().size());
        text.append("}  // namespace design\n\n// PROBE(number, bits, signed, lanes per beat, beats per frame)\n");
        text.append("#define BENCH_PROBES(PROBE)");
        int number = 0;
        for (Probe probe : plan.probes()) {
            text.append(" \\\n    /* ")
                    .append(probe.name())
                    .append(" */ PROBE(")
                    .append(number++);
            text.append(", ").append(probe.bits()).append(", ").append(probe.signed());
            text.append(", ")
                    .append(probe.lanesPerBeat())
                    .append(", ")
                    .append(probe.beatsPerFrame())
                    .append(')');
        }
        return text.append('\n').append(UnitWrapper.list(units)).toString();
    }

    private static void constant(StringBuilder text, String name, int value) {
        text.append("constexpr int ").append(name).append(" = ").append(value).append(";\n");
    }

    private static String wrapper(DesignPlan plan, List<Unit> units) {
        StringBuilder ports = new StringBuilder();
        StringBuilder body = new StringBuilder();
        int number = 0;
        for (Probe probe : plan.probes()) {
            String name = "probe_" + number++;
            ports.append(",\n\n    // ").append(probe.name()).append('\n');
            ports.append("    output wire ").append(name).append("_valid,\n    output wire ");
            ports.append(range(probe.lanesPerBeat() * probe.bits()))
                    .append(name)
                    .append("_data");
            body.append("    assign ")
                    .append(name)
                    .append("_valid = dut.")
                    .append(probe.valid())
                    .append(";\n");
            body.append("    assign ")
                    .append(name)
                    .append("_data = dut.")
                    .append(probe.data())
                    .append(";\n");
        }
        return LICENCE
                + """
                // Brings the probes of '%1$s' out as ports. Generated from plan.json; do not edit.
                `default_nettype none

                module %2$s (
                    input  wire clk,
                    input  wire rst,

                    input  wire s_axis_tvalid,
                    output wire s_axis_tready,
                    input  wire [7:0] s_axis_tdata,
                    input  wire s_axis_tlast,

                    output wire m_axis_tvalid,
                    input  wire m_axis_tready,
                    output wire %3$sm_axis_tdata,
                    output wire m_axis_tlast,
                    output wire %4$sm_axis_tuser%5$s
                );

                    %1$s dut (
                        .clk(clk),
                        .rst(rst),
                        .s_axis_tvalid(s_axis_tvalid),
                        .s_axis_tready(s_axis_tready),
                        .s_axis_tdata(s_axis_tdata),%7$s
                        .m_axis_tvalid(m_axis_tvalid),
                        .m_axis_tready(m_axis_tready),
                        .m_axis_tdata(m_axis_tdata),
                        .m_axis_tlast(m_axis_tlast),
                        .m_axis_tuser(m_axis_tuser)
                    );

                %6$s
                endmodule

                `default_nettype wire
                """.formatted(
                                plan.top(),
                                TOP,
                                range(plan.output().dataBits()),
                                range(plan.output().userBits()),
                                ports + UnitWrapper.ports(units),
                                body + UnitWrapper.body(units),
                                plan.tlast() ? "\n        .s_axis_tlast(s_axis_tlast)," : "");
    }

    private static String range(int bits) {
        return "[" + (bits - 1) + ":0] ";
    }
}
