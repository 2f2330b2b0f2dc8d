package intaglio.plan;

import static intaglio.plan.Integers.ceilDiv;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Ways to split a number of things into rounds. */
final class Splits {

    private Splits() {}

    /** The smallest parallelism for each number of rounds: more would leave multipliers idle. */
    static List<Integer> useful(int size) {
        TreeSet<Integer> splits = new TreeSet<>();
        for (int rounds = 1; rounds <= size; rounds++) {
            splits.add(ceilDiv(size, rounds));
        }
        return new ArrayList<>(splits);
    }

    /** The splits that leave nothing over. */
    static List<Integer> divisors(int size) {
        return IntStream.rangeClosed(1, size)
                .filter(divisor -> size % divisor == 0)
                .boxed()
                .toList();
    }
}
