package intaglio.cli;

import java.util.List;
import java.util.Optional;

/** The verbs, in the order of the help page. */
final class Verbs {

    private Verbs() {}

    static List<Verb> all() {
        return List.of(
                new DemoVerb(),
                new InspectVerb(),
                new CompileVerb(),
                new SimulateVerb(),
                new EvaluateVerb(),
                new VerifyVerb(),
                new SynthVerb(),
                new LintVerb(),
                new ReportVerb(),
                new ExportVerb(),
                new ConvertVerb(),
                new TestVerb(),
                new DoctorVerb(),
                new CompletionVerb(),
                new HelpVerb(),
                new VersionVerb());
    }

    static Optional<Verb> named(String name) {
        return all().stream().filter(verb -> verb.name().equals(name)).findFirst();
    }

    static List<String> names() {
        return all().stream().map(Verb::name).toList();
    }
}
