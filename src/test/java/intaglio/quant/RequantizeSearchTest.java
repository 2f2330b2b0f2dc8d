package intaglio.quant;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.ir.Requantize;
import intaglio.num.Interval;
import intaglio.num.Rounding;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RequantizeSearchTest {

    private static final Interval BYTE = new Interval(0, 255);

    /** By the words of the definition, in decimals, which hold every double exactly. */
    private static long real(RealRequantize real, long accumulator) {
        BigDecimal exact = new BigDecimal(real.scale()).multiply(BigDecimal.valueOf(accumulator));
        BigDecimal rounded = switch (real.rounding()) {
            case FLOOR -> exact.setScale(0, RoundingMode.FLOOR);
            case HALF_UP -> exact.add(new BigDecimal("0.5")).setScale(0, RoundingMode.FLOOR);
            case HALF_EVEN -> exact.setScale(0, RoundingMode.HALF_EVEN);
            case HALF_AWAY -> exact.setScale(0, RoundingMode.HALF_UP);
        };
        return real.output().clamp(rounded.longValueExact() + real.zeroPoint());
    }

    private static RealRequantize random(Random random, Interval output, int zeroPoint) {
        return random(random, Rounding.values()[random.nextInt(4)], output, zeroPoint);
    }

    /** Every other scale has few bits, so that ties come up. */
    private static RealRequantize random(Random random, Rounding rounding, Interval output, int zeroPoint) {
        double part = random.nextBoolean() ? random.nextDouble() : random.nextInt(8) / 8.0;
        double scale = Math.scalb(0.5 + part, -random.nextInt(9));
        long reach = 60L + random.nextInt(3000);
        return new RealRequantize(scale, new Interval(-reach + 13, reach), rounding, zeroPoint, output);
    }

    @Test
    void realResultsAreThoseOfTheDefinition() {
        Random random = new Random(1);
        for (int trial = 0; trial < 40; trial++) {
            RealRequantize channel = random(random, BYTE, random.nextInt(256));
            for (long a = channel.accumulators().low();
                    a <= channel.accumulators().high();
                    a++) {
                assertThat(channel.apply(a)).as("%d in %s", a, channel).isEqualTo(real(channel, a));
            }
        }
    }

    /** At scale 1/4 the values 2, 6, 10, ... are ties; -2 and 2 stand for a half below and above zero point 3. */
    @Test
    void tiesGoWhereTheRoundingSays() {
        assertTies(Rounding.FLOOR, 3, 2, 4, 1);
        assertTies(Rounding.HALF_UP, 4, 3, 5, 2);
        assertTies(Rounding.HALF_EVEN, 3, 3, 5, 1);
        assertTies(Rounding.HALF_AWAY, 4, 2, 5, 1);
    }

    private static void assertTies(Rounding rounding, long two, long minusTwo, long six, long minusSix) {
        RealRequantize quarter = new RealRequantize(0.25, new Interval(-40, 900), rounding, 3, BYTE);
        assertThat(List.of(quarter.apply(2), quarter.apply(-2), quarter.apply(6), quarter.apply(-6)))
                .as(rounding.word())
                .containsExactly(two, minusTwo, six, minusSix);
        RequantizeChoice choice = RequantizeSearch.best(List.of(quarter), BYTE, 31);
        assertThat(choice.error()).isEmpty();
        assertThat(choice.requantize().rounding()).isEqualTo(rounding);
        assertThat(choice.requantize().multiplier()).isEqualTo(1);
        assertThat(choice.requantize().shift()).isEqualTo(2);
    }

    /** The same scales need other multipliers where ties go elsewhere: the search looks at the policy. */
    @Test
    void exactForOneRoundingIsNotExactForAnother() {
        RealRequantize up = new RealRequantize(0.25, new Interval(-40, 900), Rounding.HALF_UP, 3, BYTE);
        Requantize found = RequantizeSearch.best(List.of(up), BYTE, 31).requantize();
        for (Rounding other : List.of(Rounding.FLOOR, Rounding.HALF_EVEN, Rounding.HALF_AWAY)) {
            RealRequantize real = new RealRequantize(0.25, up.accumulators(), other, 3, BYTE);
            assertThat(firstDifference(real, found, 0)).isNotEqualTo(Long.MAX_VALUE);
        }
    }

    @Test
    void exactOnesEqualTheRealResultEverywhere() {
        Random random = new Random(2);
        for (int trial = 0; trial < 60; trial++) {
            int zeroPoint = random.nextInt(3) == 0 ? 0 : random.nextInt(256);
            Interval output = random.nextBoolean() ? BYTE : new Interval(zeroPoint, 255);
            Rounding rounding = Rounding.values()[trial % 4];
            List<RealRequantize> channels = IntStream.range(0, 1 + random.nextInt(5))
                    .mapToObj(i -> random(random, rounding, output, zeroPoint))
                    .toList();
            RequantizeChoice choice = RequantizeSearch.best(channels, BYTE, 31);
            assertThat(choice.error()).as("%s", channels).isEmpty();
            for (int channel = 0; channel < channels.size(); channel++) {
                assertThat(firstDifference(channels.get(channel), choice.requantize(), channel))
                        .as("%s, channel %d of %s", choice, channel, channels)
                        .isEqualTo(Long.MAX_VALUE);
            }
        }
    }

    private static long firstDifference(RealRequantize real, Requantize requantize, int channel) {
        for (long a = real.accumulators().low(); a <= real.accumulators().high(); a++) {
            if (real.output().clamp(requantize.apply(a, channel)) != real(real, a)) {
                return a;
            }
        }
        return Long.MAX_VALUE;
    }

    /** Every multiplier with every smaller shift tried. */
    @Test
    void noSmallerShiftHasAnExactMultiplier() {
        Random random = new Random(3);
        int tried = 0;
        for (int trial = 0; trial < 25; trial++) {
            RealRequantize real = random(random, BYTE, random.nextInt(200));
            Requantize best = RequantizeSearch.best(List.of(real), BYTE, 31).requantize();
            for (int shift = 0; shift < best.shift(); shift++) {
                long nearest = Math.round(Math.scalb(real.scale(), shift));
                for (long multiplier = Math.max(0, nearest - 3); multiplier <= nearest + 3; multiplier++) {
                    Requantize other =
                            new Requantize(new long[] {multiplier}, shift, real.rounding(), real.zeroPoint(), BYTE);
                    assertThat(firstDifference(real, other, 0))
                            .as("%s for %s", other, real)
                            .isNotEqualTo(Long.MAX_VALUE);
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(1000);
    }

    @Test
    void tooNarrowMultipliersReportTheirFirstAndWorstDifference() {
        Random random = new Random(4);
        for (int trial = 0; trial < 40; trial++) {
            int zeroPoint = random.nextInt(256);
            // Scales of many bits, or three bits may be exact.
            Rounding rounding = Rounding.values()[trial % 4];
            List<RealRequantize> channels = IntStream.range(0, 2)
                    .mapToObj(i -> {
                        RealRequantize real = random(random, rounding, BYTE, zeroPoint);
                        return new RealRequantize(
                                real.scale() * 1.0731, real.accumulators(), rounding, zeroPoint, BYTE);
                    })
                    .toList();
            RequantizeChoice choice = RequantizeSearch.best(channels, BYTE, 3);
            assertThat(Arrays.stream(choice.requantize().multipliers())).allMatch(multiplier -> multiplier < 8);
            long worst = 0;
            for (int channel = 0; channel < 2; channel++) {
                Interval range = channels.get(channel).accumulators();
                for (long a = range.low(); a <= range.high(); a++) {
                    worst = Math.max(
                            worst, Math.abs(choice.requantize().apply(a, channel) - real(channels.get(channel), a)));
                }
            }
            long first = firstDifference(channels.get(0), choice.requantize(), 0);
            int channel = first == Long.MAX_VALUE ? 1 : 0;
            first = channel == 0 ? first : firstDifference(channels.get(1), choice.requantize(), 1);
            assertThat(choice.error())
                    .contains(new RequantizeError(
                            channel,
                            first,
                            real(channels.get(channel), first),
                            choice.requantize().apply(first, channel),
                            worst));
        }
    }
}
