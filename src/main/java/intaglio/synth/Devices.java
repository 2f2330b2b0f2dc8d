package intaglio.synth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The devices of the table {@code devices.txt}, in its order. */
public final class Devices {

    private static final String TABLE = "/intaglio/devices.txt";

    private Devices() {}

    public static List<Device> all() {
        try (InputStream in = Devices.class.getResourceAsStream(TABLE)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Device::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By name; upper and lower case are the same. */
    public static Optional<Device> named(String name) {
        return all().stream()
                .filter(device -> device.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** Those of a flow, its default first. */
    public static List<Device> ofFlow(String flow) {
        return all().stream().filter(device -> device.flow().equals(flow)).toList();
    }

    /** Their names, for a message. */
    public static String names(List<Device> devices) {
        return devices.stream().map(Device::name).collect(Collectors.joining(", "));
    }
}
