package intaglio.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import intaglio.export.JsonText;
import intaglio.num.Interval;

/** A verification as JSON, without times: the same design, images and seed give the same bytes. */
public final class VerificationJson {

    /** Value of the field {@code kind}. */
    public static final String KIND = "intaglio verification";

    private VerificationJson() {}

    /** The text of the file. */
    public static String of(VerifyResult result) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("kind", KIND);
        root.put("top", result.plan().top());
        root.put("passed", result.passed());
        root.put("frames", result.frames());
        root.put("values", result.values());
        cycles(root.putObject("interval"), result.plan().longestInterval(), result.interval());
        cycles(root.putObject("latency"), result.plan().latency(), result.latency());
        ArrayNode runs = root.putArray("runs");
        for (RunSummary run : result.runs()) {
            runs.addObject()
                    .put("name", run.name())
                    .put("frames", run.frames())
                    .put("values", run.values())
                    .put("cycles", run.cycles())
                    .put("failures", run.failures());
        }
        ArrayNode ranges = root.putArray("ranges");
        for (Extremes extremes : result.extremes()) {
            ObjectNode range = ranges.addObject().put("probe", extremes.probe());
            interval(range.putArray("seen"), extremes.seen());
            interval(range.putArray("proved"), extremes.proved());
        }
        ArrayNode failures = root.putArray("failures");
        for (Failure failure : result.failures()) {
            failures.addObject()
                    .put("check", failure.check())
                    .put("run", failure.run())
                    .put("text", failure.text());
        }
        ArrayNode warnings = root.putArray("warnings");
        result.warnings().forEach(warnings::add);
        return JsonText.of(root);
    }

    /** Where nothing was measured there is no second number. */
    private static void cycles(ObjectNode node, long planned, long measured) {
        node.put("plan", planned);
        if (measured >= 0) {
            node.put("measured", measured);
        }
    }

    private static void interval(ArrayNode node, Interval interval) {
        node.add(interval.low()).add(interval.high());
    }
}
