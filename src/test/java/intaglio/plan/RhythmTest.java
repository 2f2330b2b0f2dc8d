package intaglio.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RhythmTest {

    private final List<Long> frameEnds = new ArrayList<>();
    private final Rhythm rhythm = new Rhythm(frameEnds);

    @Test
    void everythingRepeatsFromEqualRegistersOn() {
        end(40, 1);
        end(52, 2);
        end(62, 3);
        end(73, 4);
        assertThat(rhythm.isKnown()).isFalse();
        end(85, 2);

        assertThat(rhythm.isKnown()).isTrue();
        // Between the frame of 52 and that of 85 there are three intervals: 10, 11 and 12 cycles.
        assertThat(rhythm.timing(1, 7)).isEqualTo(new Schedule.Timing(11, 10, 12, 33, 1, 3));
    }

    @Test
    void framesBeforeTheRhythmAreWarmUp() {
        end(40, 1);
        end(45, 2);
        end(60, 3);
        end(70, 4);
        end(81, 5);
        end(91, 3);

        assertThat(rhythm.timing(1, 0)).isEqualTo(new Schedule.Timing(11, 10, 11, 40, 3, 3));
    }

    @Test
    void withoutARhythmTheLastFramesCount() {
        end(40, 1);
        end(50, 2);
        end(61, 3);
        end(72, 4);

        assertThat(rhythm.timing(2, 0)).isEqualTo(new Schedule.Timing(11, 11, 11, 40, 2, 2));
    }

    private void end(long cycle, long register) {
        frameEnds.add(cycle);
        rhythm.note(LongBuffer.wrap(new long[] {register, 5}));
    }
}
