package intaglio.verify;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks that each ROM of an engine is read by the instance that it is for, and is as wide and deep as its file. */
final class RomWiring {

    private static final String FOLDER = "rom/";

    private final Optional<VerilogDesign.Place> weights;
    private final Map<String, VerilogDesign.Place> requantizers;
    private final List<String> differences = new ArrayList<>();

    private RomWiring(Optional<VerilogDesign.Place> weights, Map<String, VerilogDesign.Place> requantizers) {
        this.weights = weights;
        this.requantizers = requantizers;
    }

    /**
     * What is otherwise than it must be.
     *
     * @param contents what each ROM has to hold; empty where the engine has none
     * @param requantizers the requantizer of each layer, by label
     * @throws IllegalArgumentException where the Verilog lacks something
     */
    static List<String> differences(
            VerilogDesign design,
            PlannedEngine engine,
            Map<PlannedRom, RomContents> contents,
            Map<String, VerilogDesign.Place> requantizers) {
        String instance = "u_" + engine.name();
        String found = design.place(instance).type();
        if (!found.equals(engine.module())) {
            return List.of(instance + " is an instance of " + found + ", must be one of " + engine.module());
        }
        if (contents.isEmpty()) {
            return List.of();
        }
        boolean weighted = contents.keySet().stream().anyMatch(rom -> rom.holds() == PlannedRom.Holds.WEIGHTS);
        RomWiring wiring = new RomWiring(
                weighted ? Optional.of(design.place(instance + ".u_engine.u_weights")) : Optional.empty(),
                requantizers);
        contents.forEach((rom, expected) -> wiring.check(design, rom, expected));
        wiring.count(contents.keySet());
        return wiring.differences;
    }

    private void check(VerilogDesign design, PlannedRom rom, RomContents expected) {
        switch (rom.holds()) {
            case WEIGHTS -> {
                VerilogModule module = design.inside(weights.orElseThrow())
                        .with(Map.of("tap", Integer.toString(rom.tap()), "bank", Integer.toString(rom.bank())));
                String memory = module.value("BANKS").equals(BigInteger.ONE) ? "u_rom" : "u_bank";
                compare(design, rom, expected, new VerilogDesign.Place(module, memory));
                compare("W_WIDTH", module.value("W_WIDTH"), rom.bits());
            }
            case BIASES -> {
                VerilogModule module = design.inside(weights.orElseThrow());
                compare(design, rom, expected, new VerilogDesign.Place(module, "u_bias"));
                compare("BIAS_WIDTH", module.value("BIAS_WIDTH"), rom.bits());
            }
            case MULTIPLIERS -> {
                VerilogDesign.Place requantizer = requantizers.get(rom.layer());
                VerilogDesign.Place constants = new VerilogDesign.Place(requantizer.module(), "u_multiplier");
                compare(design, rom, expected, new VerilogDesign.Place(design.inside(constants), "u_rom"));
                compare("MULTIPLIER_WIDTH", requantizer.number("MULTIPLIER_WIDTH"), rom.bits());
            }
            case TABLE -> {
                VerilogDesign.Place requantizer = requantizers.get(rom.layer());
                VerilogDesign.Place lookup = new VerilogDesign.Place(requantizer.module(), "u_lookup");
                compare(design, rom, expected, new VerilogDesign.Place(design.inside(lookup), "u_rom"));
                compare(
                        "index of " + rom.layer(),
                        lookup.number("INDEX_WIDTH"),
                        requantizer.number("OUT_WIDTH").intValueExact());
            }
        }
    }

    /** Folder and file that a memory reads: computed by the module itself where the contents are in files. */
    private static String file(VerilogDesign design, VerilogDesign.Place memory) {
        int tap = memory.number("TAP", -1);
        int bank = memory.number("BANK", -1);
        VerilogModule rom = design.inside(memory);
        String reader = tap < 0 ? "u_part" : bank < 0 ? "u_tap" : "u_bank";
        if (rom.instances().containsKey(reader)) {
            return rom.text(reader, "FOLDER") + "/" + rom.text(reader, "FILE");
        }
        VerilogModule module = memory.module();
        String instance = memory.instance();
        return module.text(instance, "ROM_DIR") + "/"
                + RomName.of(module.text(instance, "NAME"), module.text(instance, "PART"), tap, bank);
    }

    private void compare(VerilogDesign design, PlannedRom rom, RomContents expected, VerilogDesign.Place memory) {
        String found = file(design, memory);
        if (!found.equals(FOLDER + rom.file())) {
            differences.add("the memory for " + rom.file() + " reads " + found);
        }
        compare("width of " + rom.file(), memory.number("WIDTH"), expected.width());
        compare("depth of " + rom.file(), memory.number("DEPTH"), expected.words());
    }

    /** The engine reads these ROMs and no others. */
    private void count(Set<PlannedRom> roms) {
        long planned = roms.stream()
                .filter(rom -> rom.holds() == PlannedRom.Holds.WEIGHTS)
                .map(PlannedRom::tap)
                .distinct()
                .count();
        weights.ifPresent(place -> compare("TAPS", place.number("TAPS"), (int) planned));
        requantizers.forEach((layer, place) -> {
            boolean table =
                    roms.stream().anyMatch(rom -> rom.holds() == PlannedRom.Holds.TABLE && layer.equals(rom.layer()));
            compare("LOOKUP of " + layer, place.module().value("LOOKUP"), table ? 1 : 0);
        });
    }

    private void compare(String what, BigInteger found, int expected) {
        if (!found.equals(BigInteger.valueOf(expected))) {
            differences.add(what + " is " + found + ", must be " + expected);
        }
    }
}
