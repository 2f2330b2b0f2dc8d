package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProbeTest {

    @Test
    void indicesFollowTheLoopsOutermostFirst() {
        // Quads of a 2x4x6 tensor: row pairs, column pairs, channels; inside a beat rows before columns.
        List<Loop> beats = List.of(new Loop(2, 12), new Loop(3, 2), new Loop(2, 24));
        Probe probe = probe(beats, List.of(new Loop(2, 6), new Loop(2, 1)), 20, true);
        int[] indices = probe.indices();
        assertThat(indices)
                .hasSize(48)
                .startsWith(0, 1, 6, 7, 24, 25, 30, 31, 2, 3, 8, 9)
                .doesNotHaveDuplicates();
        assertThat(indices).endsWith(40, 41, 46, 47);
        assertThat(probe.beatsPerFrame()).isEqualTo(12);
        assertThat(probe.lanesPerBeat()).isEqualTo(4);
    }

    @Test
    void noLoopIsOneElement() {
        assertThat(probe(List.of(), List.of(), 3, false).indices()).containsExactly(0);
    }

    @Test
    void widthsHoldExactlyTheirRange() {
        assertHolds(8, true, -128, 127);
        assertHolds(8, false, 0, 255);
        assertHolds(32, false, 0, 0xffff_ffffL);
        assertHolds(35, true, -(1L << 34), (1L << 34) - 1);
        assertThat(probe(List.of(), List.of(), 64, true).holds(Long.MIN_VALUE)).isTrue();
    }

    @Test
    void fourBytesWhereEveryValueFits() {
        assertThat(probe(List.of(), List.of(), 32, true).valueBytes()).isEqualTo(4);
        assertThat(probe(List.of(), List.of(), 31, false).valueBytes()).isEqualTo(4);
        assertThat(probe(List.of(), List.of(), 32, false).valueBytes()).isEqualTo(8);
        assertThat(probe(List.of(), List.of(), 33, true).valueBytes()).isEqualTo(8);
    }

    private static void assertHolds(int bits, boolean signed, long low, long high) {
        Probe probe = probe(List.of(), List.of(), bits, signed);
        assertThat(probe.holds(low)).isTrue();
        assertThat(probe.holds(high)).isTrue();
        assertThat(probe.holds(low - 1)).isFalse();
        assertThat(probe.holds(high + 1)).isFalse();
    }

    private static Probe probe(List<Loop> beats, List<Loop> lanes, int bits, boolean signed) {
        return new Probe("c1", Stage.OUTPUT, "v", "d", bits, signed, beats, lanes);
    }
}
