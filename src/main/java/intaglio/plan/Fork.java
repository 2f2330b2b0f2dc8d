package intaglio.plan;

import java.util.List;

/** The consumers of a stream, as its producer sees them: it may start where all of them have room. */
record Fork(List<Port> ports) {

    Fork {
        ports = List.copyOf(ports);
    }

    boolean space() {
        boolean space = true;
        for (Port port : ports) {
            space &= port.credit().space();
        }
        return space;
    }

    void claim() {
        for (Port port : ports) {
            port.credit().claim();
        }
    }

    /** Whether a consumer asks for every beat. */
    boolean countsBeats() {
        return ports.stream().anyMatch(Port::countsBeats);
    }

    void beatIn(long cycles) {
        for (Port port : ports) {
            port.beatIn(cycles);
        }
    }

    void rowIn(long cycles) {
        for (Port port : ports) {
            port.rowIn(cycles);
        }
    }
}
