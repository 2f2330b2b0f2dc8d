package intaglio.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks that each ROM of an engine is read by the instance that it is for, and is as wide and deep as its file. */
final class RomWiring {

    private final VerilogModule module;
    private final List<String> differences = new ArrayList<>();

    private RomWiring(VerilogModule module) {
        this.module = module;
    }

    /**
     * What is otherwise than it must be.
     *
     * @param contents what each ROM has to hold
     * @param requantizers the requantizer's instance of each layer, by label
     * @throws IllegalArgumentException where the Verilog lacks something
     */
    static List<String> differences(
            VerilogDesign design,
            PlannedEngine engine,
            Map<PlannedRom, RomContents> contents,
            Map<String, String> requantizers) {
        RomWiring wiring = new RomWiring(design.module(engine.module()));
        String found =
                design.module(design.top()).instance("u_" + engine.name()).module();
        if (!found.equals(engine.module())) {
            wiring.differences.add(
                    "u_" + engine.name() + " is an instance of " + found + ", must be one of " + engine.module());
        }
        contents.forEach((rom, expected) -> wiring.check(rom, expected, requantizers));
        long reading = wiring.module.instances().keySet().stream()
                .filter(instance -> wiring.module.romFile(instance).isPresent())
                .count();
        if (reading != contents.size()) {
            wiring.differences.add(reading + " instances read ROM files, must be " + contents.size());
        }
        return wiring.differences;
    }

    private void check(PlannedRom rom, RomContents expected, Map<String, String> requantizers) {
        String instance = switch (rom.holds()) {
            case WEIGHTS -> "u_weights_" + rom.tap() + (rom.bank() == 0 ? "" : "_bank" + rom.bank());
            case BIASES -> "u_bias";
            case MULTIPLIERS -> requantizers.get(rom.layer()).replaceFirst("^u_requantize", "u_multiplier");
            case TABLE -> requantizers.get(rom.layer()).replaceFirst("^u_requantize", "u_lookup");
        };
        String file = module.romFile(instance).orElse("no file");
        if (!file.equals(rom.file())) {
            differences.add(instance + " reads " + file + ", must read " + rom.file());
        }
        compare(instance + ": WIDTH", module.number(instance, "WIDTH"), expected.width());
        compare(instance + ": DEPTH", module.number(instance, "DEPTH"), expected.words());
        switch (rom.holds()) {
            case WEIGHTS -> compare("W_WIDTH", module.value("W_WIDTH"), rom.bits());
            case BIASES -> compare("BIAS_WIDTH", module.value("BIAS_WIDTH"), rom.bits());
            case MULTIPLIERS ->
                compare(
                        "MULTIPLIER_WIDTH",
                        module.number(requantizers.get(rom.layer()), "MULTIPLIER_WIDTH"),
                        rom.bits());
            case TABLE ->
                compare(
                        "index of " + instance,
                        module.number(instance, "INDEX_WIDTH"),
                        module.number(requantizers.get(rom.layer()), "OUT_WIDTH")
                                .intValueExact());
        }
    }

    private void compare(String what, BigInteger found, int expected) {
        if (!found.equals(BigInteger.valueOf(expected))) {
            differences.add(what + " is " + found + ", must be " + expected);
        }
    }
}
