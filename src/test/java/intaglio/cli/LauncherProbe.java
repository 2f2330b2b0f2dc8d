package intaglio.cli;

import java.nio.file.Path;
import java.util.List;

/** Stands in for {@link Main} in the launcher's tests: prints what it was given, and waits where that is "wait". */
final class LauncherProbe {

    private LauncherProbe() {}

    public static void main(String[] args) throws InterruptedException {
        boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        System.out.println("folder " + Path.of("").toAbsolutePath());
        System.out.println("home " + System.getProperty("intaglio.home"));
        System.out.println("arguments " + List.of(args));
        System.out.println("vector " + vector);
        System.err.println("a line of errors");
        if (List.of(args).contains("wait")) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.err.println("last words")));
            System.out.println("process " + ProcessHandle.current().pid());
            Thread.sleep(60_000);
        }
        System.exit(args.length == 0 ? 0 : args.length + 40);
    }
}
