package intaglio.cli;

import intaglio.diag.ExitCode;
import intaglio.diag.IntaglioException;
import intaglio.diag.IoReason;
import intaglio.diag.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.List;

/** Entry point: finds the verb, runs it and turns what it throws into messages and exit codes. */
public final class Main {

    /** Status of a process that died of a bug in Intaglio itself; none of {@link ExitCode}. */
    static final int COMPILER_BUG = 70;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args), Console.ofProcess()));
    }

    /** Runs one command line and returns the exit status of the process. */
    static int run(List<String> words, Console console) {
        try {
            return dispatch(words, console).status();
        } catch (IntaglioException e) {
            for (Problem problem : e.problems()) {
                console.error(OneLine.of(problem.toString()));
            }
            return e.exitCode().status();
        } catch (OutOfMemoryError e) {
            console.error("out of memory at " + Runtime.getRuntime().maxMemory() / (1 << 20)
                    + " MB; use a smaller model or fewer images (--count), or run java with a larger -Xmx");
            return ExitCode.BAD_INPUT.status();
        } catch (UncheckedIOException e) {
            return inputOutput(e, words, console);
        } catch (RuntimeException | Error e) {
            CompilerBug.report(e, words, console);
            return COMPILER_BUG;
        } finally {
            console.out().flush();
            console.err().flush();
        }
    }

    /** What the file system refused in the middle of the work: a full disk, a folder that somebody removed. */
    static int inputOutput(UncheckedIOException failure, List<String> words, Console console) {
        IOException cause = failure.getCause();
        String file = cause instanceof FileSystemException system ? system.getFile() : null;
        if (file == null && !"No space left on device".equals(cause.getMessage())) {
            CompilerBug.report(failure, words, console);
            return COMPILER_BUG;
        }
        console.error(OneLine.of((file == null ? "a file" : file) + ": cannot be read or written (" + IoReason.of(cause)
                + "); check the disk and the permissions"));
        return ExitCode.BAD_INPUT.status();
    }

    private static ExitCode dispatch(List<String> words, Console console) {
        if (words.isEmpty()) {
            console.err().print(HelpPage.overview());
            return ExitCode.USAGE;
        }
        String name = synonym(words.get(0));
        Verb verb = Verbs.named(name).orElseThrow(() -> unknownVerb(name));
        List<String> rest = words.subList(1, words.size());
        if (rest.contains("--help") || rest.contains("-h")) {
            console.out().print(HelpPage.of(verb));
            return ExitCode.OK;
        }
        return verb.run(ArgumentParser.parse(verb, rest), console);
    }

    /** The spellings every program answers to. */
    private static String synonym(String word) {
        return switch (word) {
            case "--help", "-h" -> "help";
            case "--version", "-V" -> "version";
            default -> word;
        };
    }

    static IntaglioException unknownVerb(String name) {
        return IntaglioException.usage(
                "there is no verb '" + name + "'",
                Suggestion.nearest(name, Verbs.names())
                        .map(nearest -> "did you mean '" + nearest + "'?")
                        .orElse("verbs are " + String.join(", ", Verbs.names())));
    }
}
