package intaglio.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words the verdict: what differs first, in the network's terms, and how to see it again. */
final class MismatchReport {

    private static final int SHOWN = 5;

    private MismatchReport() {}

    static String text(VerifyResult result) {
        if (result.passed()) {
            return "verified: " + result.frames() + " frames, " + result.values() + " values equal, 0 mismatches\n";
        }
        StringBuilder text = new StringBuilder("MISMATCH\n");
        for (Mismatch mismatch : result.mismatches()
                .subList(0, Math.min(SHOWN, result.mismatches().size()))) {
            text.append("  ").append(mismatch).append('\n');
        }
        byCheck(result.failures()).forEach((check, failures) -> {
            text.append("  ").append(failures.get(0));
            if (failures.size() > 1) {
                text.append(" (and ").append(failures.size() - 1).append(" more are listed)");
            }
            text.append('\n');
        });
        if (result.bundle() != null) {
            text.append("reproduce: ").append(result.bundle().resolve("run.sh")).append('\n');
        }
        return text.toString();
    }

    private static Map<String, List<Failure>> byCheck(List<Failure> failures) {
        Map<String, List<Failure>> byCheck = new LinkedHashMap<>();
        for (Failure failure : failures) {
            byCheck.computeIfAbsent(failure.check(), check -> new ArrayList<>()).add(failure);
        }
        return byCheck;
    }
}
