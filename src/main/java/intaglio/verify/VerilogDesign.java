package intaglio.verify;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The emitted modules of an output folder, read for their constants.
 *
 * @param top name of the top module
 * @param modules by name
 */
record VerilogDesign(String top, Map<String, VerilogModule> modules) {

    /**
     * An instance in the design.
     *
     * @param module the module that it stands in, with the values that the parameters of that module have there
     * @param instance its name
     */
    record Place(VerilogModule module, String instance) {

        /** Name of the module that it is an instance of. */
        String type() {
            return module.instance(instance).module();
        }

        /** Value of a parameter; {@link IllegalArgumentException} where it has none, or one that is no constant. */
        BigInteger number(String parameter) {
            return module.number(instance, parameter);
        }

        /** The same for a parameter that need not be there. */
        int number(String parameter, int otherwise) {
            return module.number(instance, parameter, otherwise);
        }
    }

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
     * The instance of a hierarchical name below the top module. Blocks of generated instances, {@code gen_...}, have no
     * constants of their own.
     *
     * @throws IllegalArgumentException where there is no such instance
     */
    Place place(String path) {
        Place place = null;
        for (String name : path.split("\\.")) {
            if (!name.startsWith("gen_")) {
                place = new Place(place == null ? module(top) : inside(place), name);
                place.type();
            }
        }
        return place;
    }

    /** The module that an instance is made of, with the values that its parameters have there. */
    VerilogModule inside(Place place) {
        return module(place.type()).with(place.module().arguments(place.instance()));
    }

    /** The means of an engine that divides by the number of values inside the image, one for each number. */
    List<Place> divisions(String engine) {
        VerilogModule module = inside(place(engine + ".u_inside"));
        return IntStream.range(0, module.value("DIVISORS").intValueExact())
                .mapToObj(divisor -> new Place(module.with(Map.of("divisor", Integer.toString(divisor))), "u_mean"))
                .toList();
    }

    /** Whether a probe listens to a signal of an instance, and not of the top module. */
    boolean listensToInstance(Probe probe) {
        return probe.valid().contains(".");
    }

    /**
     * The instance that a probe listens to a signal of.
     *
     * @throws IllegalArgumentException where there is no such instance
     */
    Place listened(Probe probe) {
        int signal = probe.valid().lastIndexOf('.');
        if (signal < 0) {
            throw new IllegalArgumentException("probe " + probe.name() + " listens to " + probe.valid()
                    + ", which is no signal of an instance in the design");
        }
        return place(probe.valid().substring(0, signal));
    }
}
