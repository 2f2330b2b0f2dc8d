package intaglio.synth;

import java.util.List;

/**
 * A device of the table {@code devices.txt}.
 *
 * @param name what {@code --device} takes
 * @param flow name of the flow that takes it; empty where there is none
 * @param title vendor, part, package and speed grade
 * @param resources what it has
 * @param routerOptions how nextpnr names it
 * @param source where the numbers come from
 */
public record Device(
        String name, String flow, String title, Resources resources, List<String> routerOptions, String source) {

    static Device parse(String line) {
        String[] fields = line.split("\\|", -1);
        return new Device(
                fields[0],
                fields[1],
                fields[2],
                new Resources(
                        Integer.parseInt(fields[3]),
                        Integer.parseInt(fields[4]),
                        Integer.parseInt(fields[5]),
                        Integer.parseInt(fields[6])),
                fields[7].isEmpty() ? List.of() : List.of(fields[7].split(" ")),
                fields[8]);
    }
}
