package intaglio.verify;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StairTest {

    @TempDir
    Path folder;

    /** One block of the file, as the bench reads it. */
    private record Block(long factor, List<Long> firsts, List<Long> results, long last) {}

    @ParameterizedTest
    @EnumSource(Rounding.class)
    void theStepsAreTheFunction(Rounding rounding) throws IOException {
        for (long multiplier : new long[] {0, 1, 3, 8, 13}) {
            Requantize requantize = new Requantize(new long[] {multiplier}, 3, rounding, 20, new Interval(-90, 500));
            Interval inputs = new Interval(-317, 411);
            Block block = blocks(value -> requantize.apply(value, 0), inputs, 1 << 20, 7)
                    .get(0);
            assertThat(block.factor()).isEqualTo(7);
            assertThat(block.firsts().get(0)).isEqualTo(-317);
            assertThat(block.last()).isEqualTo(411);
            for (int step = 0; step < block.firsts().size(); step++) {
                boolean more = step + 1 < block.firsts().size();
                long next = more ? block.firsts().get(step + 1) : 412;
                for (long value = block.firsts().get(step); value < next; value++) {
                    assertThat(requantize.apply(value, 0))
                            .isEqualTo(block.results().get(step));
                }
                assertThat(more
                                && block.results()
                                        .get(step + 1)
                                        .equals(block.results().get(step)))
                        .isFalse();
            }
        }
    }

    @Test
    void oneValueIsOneStep() throws IOException {
        Block block = blocks(value -> value, Interval.of(-4), 10, 0).get(0);
        assertThat(block).isEqualTo(new Block(0, List.of(-4L), List.of(-4L), -4));
    }

    @Test
    void ofTooManyStepsThoseAtTheEndsAndManyPiecesAreLeft() throws IOException {
        Interval inputs = new Interval(-5_000_000_000L, 7_000_000_000L);
        List<Block> blocks = blocks(value -> value >> 9, inputs, 6400, 0);
        assertThat(blocks).hasSize(64);
        assertThat(blocks.get(0).firsts().get(0)).isEqualTo(inputs.low());
        assertThat(blocks.get(63).last()).isEqualTo(inputs.high());
        assertThat(blocks).allSatisfy(block -> assertThat(block.firsts().size()).isBetween(95, 105));
    }

    private List<Block> blocks(LongUnaryOperator function, Interval inputs, int most, long factor) throws IOException {
        Path file = folder.resolve("stair");
        try (UnitFile to = new UnitFile(file)) {
            new Stair(function, most).write(inputs, factor, to);
        }
        LongBuffer numbers = ByteBuffer.wrap(Files.readAllBytes(file))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer();
        List<Block> blocks = new ArrayList<>();
        while (numbers.hasRemaining()) {
            long count = numbers.get();
            long found = numbers.get();
            List<Long> firsts = new ArrayList<>();
            List<Long> results = new ArrayList<>();
            for (long i = 0; i < count; i++) {
                firsts.add(numbers.get());
                results.add(numbers.get());
            }
            blocks.add(new Block(found, firsts, results, numbers.get()));
        }
        return blocks;
    }
}
