package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.tool.CommandLineText;
import intaglio.tool.ToolCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.Options;

/** {@code demo}: the whole way on the sample network, by the same verbs a user would type. */
final class DemoVerb implements Verb {

    private static final String MULTIPLIERS = "420";

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "set this machine up, compile the sample network and verify its Verilog";
    }

    @Override
    public List<String> operands() {
        return List.of();
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public ExitCode run(Arguments arguments, Console console) {
        Path home = home();
        ToolCheck.require("verilator", "g++", "make");
        String model = shown(home.resolve("examples/lenet.pth"));
        String digits = shown(home.resolve("examples/digits"));
        String labels = shown(home.resolve("examples/digits-labels.txt"));
        String out = shown(home.resolve("build/demo/rtl-out"));
        String work = shown(home.resolve("build/demo/verify"));
        List<List<String>> commands = List.of(
                List.of("compile", model, "--multipliers", MULTIPLIERS, "--out", out),
                List.of("simulate", model, "--images", digits, "--labels", labels),
                List.of("verify", out, "--images", digits, "--seed", "1", "--work", work));
        for (List<String> command : commands) {
            console.print("$ intaglio " + CommandLineText.of(command));
            ExitCode code = run(command, console);
            if (code != ExitCode.OK) {
                return code;
            }
            console.print("");
        }
        console.print(
                "Verilog:   " + out + "/rtl, memory contents: " + out + "/rom, proved ranges: " + out + "/ranges.json");
        console.print("to try:    the commands above with a model of your own; intaglio help");
        return ExitCode.OK;
    }

    private static ExitCode run(List<String> command, Console console) {
        Verb verb = Verbs.named(command.get(0)).orElseThrow();
        return verb.run(ArgumentParser.parse(verb, command.subList(1, command.size())), console);
    }

    /** The clone, which the launcher names; the jar alone holds no sample. */
    private static Path home() {
        Path home = Path.of(System.getProperty("intaglio.home", ""));
        if (!Files.exists(home.resolve("examples/lenet.pth"))) {
            throw IntaglioException.usage(
                    "the sample network is not here", "run ./intaglio demo in a clone of the repository");
        }
        return home;
    }

    /** As short as it can be typed from the working folder. */
    private static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path whole = path.toAbsolutePath().normalize();
        return (whole.startsWith(here) ? here.relativize(whole) : whole).toString();
    }
}
