package intaglio.rtl;

import java.util.List;

/**
 * One emitted engine.
 *
 * @param name what its instance and ROM files are called after
 * @param module name of the Verilog module
 * @param text its source
 * @param roms the ROMs it reads
 * @param probes what of it can be compared with the golden model
 */
record EngineModule(String name, String module, String text, List<RomImage> roms, List<Probe> probes) {

    EngineModule {
        roms = List.copyOf(roms);
        probes = List.copyOf(probes);
    }
}
