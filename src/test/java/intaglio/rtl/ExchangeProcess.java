package intaglio.rtl;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process that writes output folders: the child of {@link FolderProcessesTest}. */
final class ExchangeProcess {

    private ExchangeProcess() {}

    /** Starts one. */
    static Process start(Object... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ExchangeProcess.class.getName()));
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * {@code again FOLDER}: writes the folder over and over, with one and the other contents in turn. {@code fresh
     * FOLDER}: writes {@code FOLDER/0/x}, {@code FOLDER/1/x} and so on. {@code before} and {@code after}: writes these
     * contents into every folder that is named on standard input. Each prints a line when it has written.
     */
    public static void main(String[] args) throws IOException {
        switch (args[0]) {
            case "again" -> again(Path.of(args[1]));
            case "fresh" -> fresh(Path.of(args[1]));
            case "before" -> named(ExchangeScene.BEFORE);
            default -> named(ExchangeScene.AFTER);
        }
    }

    private static void again(Path folder) {
        for (int i = 0; true; i++) {
            ExchangeScene.write(folder, i % 2 == 0 ? ExchangeScene.AFTER : ExchangeScene.BEFORE);
            System.out.println("written");
        }
    }

    private static void fresh(Path folder) throws IOException {
        for (int i = 0; true; i++) {
            Path next = Files.createDirectories(folder.resolve(Integer.toString(i)));
            ExchangeScene.write(next.resolve("x"), ExchangeScene.AFTER);
            System.out.println("written");
        }
    }

    private static void named(Map<String, String> texts) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            ExchangeScene.write(Path.of(line), texts);
            System.out.println("written");
        }
    }
}
