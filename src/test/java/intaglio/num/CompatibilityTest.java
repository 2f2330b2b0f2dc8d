package intaglio.num;

import static org.assertj.core.api.Assertions.assertThat;

import intaglio.ir.Requantize;
import intaglio.num.Peers.Case;
import intaglio.num.Peers.Peer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rounding gives the integers of which other program: the table of docs/NUMERICS.md, computed. */
class CompatibilityTest {

    private static final int SCALES = 400;
    private static final long SEED = 8;

    /** Half of the scales have few bits, so that ties come up; the others have all 24 of a float32. */
    private static Case randomCase(Random random, int number, Peer peer) {
        int zeroPoint = peer.firstZeroPoint() + peer.zeroPointStep() * random.nextInt(256 / peer.zeroPointStep());
        boolean few = number % 2 == 0;
        long mantissa = few ? 1 + random.nextInt(7) : (1 << 23) + random.nextInt(1 << 23);
        int shift = few ? 2 + random.nextInt(5) : 24 + random.nextInt(10);
        return new Case(Math.scalb((float) mantissa, -shift), zeroPoint, mantissa, shift);
    }

    /** Accumulators whose results fill 0..255 before the zero point and reach as far below. */
    private static long[] accumulators(Case with, Random random) {
        long reach = (long) (256 / with.scale());
        return random.longs(5000, -reach, reach).toArray();
    }

    /** The same scale under every policy, exactly. */
    private static List<Requantize> ours(Case with) {
        return Arrays.stream(Rounding.values())
                .map(rounding ->
                        new Requantize(new long[] {with.mantissa()}, with.shift(), rounding, with.zeroPoint(), null))
                .toList();
    }

    /** By policy the share of accumulators whose result differs, and the largest difference. */
    private record Differences(double[] share, long[] worst) {}

    private static Differences differences(Peer peer) {
        Random random = new Random(SEED);
        long[] differing = new long[Rounding.values().length];
        long[] worst = new long[differing.length];
        long count = 0;
        for (int number = 0; number < SCALES; number++) {
            Case with = randomCase(random, number, peer);
            List<Requantize> ours = ours(with);
            boolean unsigned = peer.name().startsWith("FINN");
            for (long accumulator : accumulators(with, random)) {
                if (unsigned && (accumulator < 0 || accumulator * with.scale() > 254)) {
                    continue;
                }
                count++;
                long theirs = peer.rule().apply(accumulator, with);
                for (int policy = 0; policy < worst.length; policy++) {
                    long difference = Math.abs(ours.get(policy).apply(accumulator, 0) - theirs);
                    differing[policy] += difference == 0 ? 0 : 1;
                    worst[policy] = Math.max(worst[policy], difference);
                }
            }
        }
        long all = count;
        assertThat(all).isGreaterThan(500_000);
        return new Differences(
                Arrays.stream(differing).mapToDouble(one -> 100.0 * one / all).toArray(), worst);
    }

    static List<Peer> peers() {
        return Peers.all();
    }

    /** No program is further off than one step from any policy, and the documented shares are those measured here. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("peers")
    @Tag("slow")
    void theTableIsRight(Peer peer) throws IOException {
        Differences found = differences(peer);
        assertThat(Arrays.stream(found.worst()).max().orElseThrow()).isEqualTo(1);
        assertThat(table()).contains(row(peer, found));
    }

    /** Small products: nothing is rounded before the rounding, and even there many ties are met. */
    @Test
    void floatProductsOf24BitsAreRoundedOnce() {
        Peer mlas = Peers.all().stream()
                .filter(peer -> peer.name().contains("MLAS"))
                .findFirst()
                .orElseThrow();
        Random random = new Random(SEED);
        for (int number = 0; number < SCALES; number += 2) {
            Case with = randomCase(random, number, mlas);
            Requantize halfEven = ours(with).get(Rounding.HALF_EVEN.ordinal());
            for (long accumulator : accumulators(with, random)) {
                assertThat(mlas.rule().apply(accumulator, with)).isEqualTo(halfEven.apply(accumulator, 0));
            }
        }
    }

    @Test
    void theTableHasNoOtherRows() throws IOException {
        assertThat(table()).hasSameSizeAs(Peers.all());
    }

    private static String row(Peer peer, Differences found) {
        return Arrays.stream(found.share())
                .mapToObj(CompatibilityTest::cell)
                .collect(Collectors.joining(" | ", "| " + peer.name() + " | ", " |"));
    }

    private static String cell(double share) {
        return share == 0 ? "**equal**" : String.format(Locale.ROOT, share < 0.01 ? "%.4f %%" : "%.2f %%", share);
    }

    private static List<String> table() throws IOException {
        String page = Files.readString(Path.of("docs/NUMERICS.md"));
        List<String> rows = new ArrayList<>();
        String section = page.substring(page.indexOf("### Which rounding equals whose"));
        for (String line :
                section.lines().skip(1).takeWhile(line -> !line.startsWith("#")).toList()) {
            if (line.startsWith("|") && !line.startsWith("|---") && !line.startsWith("| program")) {
                rows.add(line);
            }
        }
        return rows;
    }
}
