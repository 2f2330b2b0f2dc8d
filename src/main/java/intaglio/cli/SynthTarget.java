package intaglio.cli;

import intaglio.synth.Device;
import intaglio.synth.Devices;
import intaglio.synth.Flow;
import intaglio.synth.Flows;
import java.util.List;
import java.util.Optional;

/** Reads {@code --flow} and {@code --device}; each may be left out where the other says it. */
final class SynthTarget {

    private SynthTarget() {}

    static Optional<Device> device(Arguments arguments) {
        Optional<String> name = arguments.text("device");
        Optional<Device> device = name.flatMap(Devices::named);
        if (name.isPresent() && device.isEmpty()) {
            String flow = arguments.text("flow").orElse("");
            List<Device> known =
                    Devices.ofFlow(flow).isEmpty() || flow.isEmpty() ? Devices.all() : Devices.ofFlow(flow);
            arguments.wrong("--device is " + name.get(), "give one of " + Devices.names(known));
        }
        return device;
    }

    /** The flow that was named, or that of the device; a mistake is noted where they do not go together. */
    static Optional<Flow> flow(Arguments arguments, Optional<Device> device) {
        Optional<String> name = arguments.text("flow").or(() -> device.map(Device::flow));
        Optional<Flow> flow = name.flatMap(Flows::named);
        String names = String.join(", ", Flows.names());
        if (name.isEmpty() && !arguments.has("device")) {
            arguments.wrong("--flow is missing", "give one of " + names);
        } else if (arguments.has("flow") && flow.isEmpty()) {
            arguments.wrong("--flow is " + name.get(), "give one of " + names);
        } else if (device.isPresent() && device.get().flow().isEmpty()) {
            arguments.wrong(
                    "no free tool synthesizes for --device " + device.get().name(),
                    "use the vendor's tools on rtl/ and rom/, or give one of " + names + " as --flow without --device");
        } else if (device.isPresent()
                && flow.isPresent()
                && !flow.get().name().equals(device.get().flow())) {
            arguments.wrong(
                    "--device " + device.get().name() + " is of --flow "
                            + device.get().flow() + ", not " + flow.get().name(),
                    "give one of " + Devices.names(Devices.ofFlow(flow.get().name())) + ", or leave out --flow");
        }
        return flow;
    }
}
