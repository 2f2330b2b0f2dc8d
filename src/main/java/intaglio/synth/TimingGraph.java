package intaglio.synth;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Pins of a routed design and the delays between them: finds the longest paths from register to register. */
final class TimingGraph {

    /** A port of a cell. */
    record Pin(String cell, String port) {}

    private record Delay(Pin to, double nanoseconds, boolean wire) {}

    /** The latest signal at a pin, and the pin before it on its path. */
    private record Arrival(double nanoseconds, double wires, Pin before) {}

    private final Map<String, String> types = new HashMap<>();
    private final Map<Pin, List<Delay>> delays = new HashMap<>();
    private final Map<Pin, Integer> waiting = new HashMap<>();
    private final Map<Pin, Double> setups = new LinkedHashMap<>();
    private final Map<Pin, Boolean> clocks = new LinkedHashMap<>();

    void cell(String name, String type) {
        types.put(name, type);
    }

    void wire(Pin from, Pin to, double nanoseconds) {
        add(from, new Delay(to, nanoseconds, true));
    }

    void cellDelay(Pin from, Pin to, double nanoseconds) {
        add(from, new Delay(to, nanoseconds, false));
    }

    void setup(Pin data, Pin clock, double nanoseconds) {
        setups.merge(data, nanoseconds, Math::max);
        clocks.put(clock, true);
    }

    private void add(Pin from, Delay delay) {
        delays.computeIfAbsent(from, pin -> new ArrayList<>()).add(delay);
        waiting.merge(delay.to(), 1, Integer::sum);
    }

    /**
     * The longest paths between registers, the longest first; of those that differ by {@code kind} alone, the longest.
     *
     * @param register from a cell to the register it belongs to
     * @param kind from a register to what makes paths different
     */
    List<TimedPath> longest(int count, UnaryOperator<String> register, Function<String, String> kind) {
        Map<Pin, Arrival> arrivals = arrivals();
        List<Map.Entry<Pin, Double>> ends = new ArrayList<>(setups.entrySet());
        ends.removeIf(end -> !arrivals.containsKey(end.getKey()));
        ends.sort(Comparator.comparingDouble((Map.Entry<Pin, Double> end) ->
                        -(arrivals.get(end.getKey()).nanoseconds() + end.getValue()))
                .thenComparing(end -> end.getKey().cell()));
        Map<String, TimedPath> paths = new LinkedHashMap<>();
        for (Map.Entry<Pin, Double> end : ends) {
            if (paths.size() == count) {
                break;
            }
            TimedPath path = path(end.getKey(), end.getValue(), arrivals, register);
            paths.putIfAbsent(kind.apply(path.from()) + " " + kind.apply(path.to()), path);
        }
        return List.copyOf(paths.values());
    }

    private TimedPath path(Pin end, double setup, Map<Pin, Arrival> arrivals, UnaryOperator<String> register) {
        List<String> through = new ArrayList<>();
        Pin pin = end;
        String last = end.cell();
        for (Arrival at = arrivals.get(pin); at.before() != null; at = arrivals.get(pin)) {
            pin = at.before();
            if (!pin.cell().equals(last)) {
                last = pin.cell();
                through.add(0, types.getOrDefault(last, "?"));
            }
        }
        // The first one is the register itself.
        if (!through.isEmpty()) {
            through.remove(0);
        }
        Arrival arrival = arrivals.get(end);
        return new TimedPath(
                arrival.nanoseconds() + setup,
                arrival.wires(),
                register.apply(pin.cell()),
                List.copyOf(through),
                register.apply(end.cell()));
    }

    /** Of every pin that a register reaches: pin after pin, each when all before it are done; loops are left out. */
    private Map<Pin, Arrival> arrivals() {
        Map<Pin, Arrival> arrivals = new HashMap<>();
        Map<Pin, Integer> left = new HashMap<>(waiting);
        Deque<Pin> ready = new ArrayDeque<>();
        delays.keySet().stream()
                .filter(pin -> !left.containsKey(pin) && !clocks.containsKey(pin))
                .forEach(ready::add);
        for (Pin clock : clocks.keySet()) {
            arrivals.put(clock, new Arrival(0, 0, null));
            ready.add(clock);
        }
        while (!ready.isEmpty()) {
            Pin pin = ready.remove();
            Arrival here = arrivals.get(pin);
            for (Delay delay : delays.getOrDefault(pin, List.of())) {
                if (here != null && !clocks.containsKey(delay.to())) {
                    Arrival there = new Arrival(
                            here.nanoseconds() + delay.nanoseconds(),
                            here.wires() + (delay.wire() ? delay.nanoseconds() : 0),
                            pin);
                    arrivals.merge(delay.to(), there, (a, b) -> a.nanoseconds() >= b.nanoseconds() ? a : b);
                }
                if (left.merge(delay.to(), -1, Integer::sum) == 0 && !clocks.containsKey(delay.to())) {
                    ready.add(delay.to());
                }
            }
        }
        return arrivals;
    }
}
