package intaglio.verify;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The emitted modules of an output folder, read for their constants.
 *
 * @param top name of the top module
 * @param modules by name
 */
record VerilogDesign(String top, Map<String, VerilogModule> modules) {

    /**
     * A place in the design.
     *
     * @param module the module that the instance stands in
     * @param instance its name
     */
    record Place(VerilogModule module, String instance) {}

    /** Reads all files of {@code filelist.f}; each holds the module that it is called after. */
    static VerilogDesign read(Path out, String top) throws IOException {
        Map<String, VerilogModule> modules = new HashMap<>();
        for (String file : Verilator.rtlFiles(out)) {
            String name = file.substring("rtl/".length(), file.length() - ".v".length());
            String text = Files.readString(out.resolve(file), StandardCharsets.ISO_8859_1);
            modules.put(name, VerilogModule.parse(text));
        }
        return new VerilogDesign(top, modules);
    }

    /** The module of that name; {@link IllegalArgumentException} where there is none. */
    VerilogModule module(String name) {
        if (!modules.containsKey(name)) {
            throw new IllegalArgumentException("there is no module " + name);
        }
        return modules.get(name);
    }

    /**
     * The instance that a probe listens to: its signal is {@code engine.instance.signal} below the top module.
     *
     * @throws IllegalArgumentException where there is no such instance
     */
    Place listened(Probe probe) {
        String[] path = probe.valid().split("\\.");
        if (path.length != 3) {
            throw new IllegalArgumentException("probe " + probe.name() + " listens to " + probe.valid()
                    + ", which is no signal of an instance in an engine");
        }
        VerilogModule engine = module(module(top).instance(path[0]).module());
        engine.instance(path[1]);
        return new Place(engine, path[1]);
    }
}
