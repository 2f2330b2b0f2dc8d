package intaglio.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a compilation leaves in an output folder when it is killed while it replaces the files. */
final class UnfinishedExchange {

    private UnfinishedExchange() {}

    /** Some of the old files are out already, none of the new ones in. */
    static Path movingOut(Path out) throws IOException {
        Path exchange = begin(out, "out");
        for (String name : new String[] {"manifest.json", "filelist.f", "rtl"}) {
            Files.move(out.resolve(name), exchange.resolve("out").resolve(name));
        }
        return exchange;
    }

    /** All of the old files are out, some of the new ones in. */
    static Path movingIn(Path out) throws IOException {
        Path exchange = begin(out, "old");
        for (String name : new String[] {"manifest.json", "weights"}) {
            Files.move(out.resolve(name), exchange.resolve("new").resolve(name));
        }
        return exchange;
    }

    private static Path begin(Path out, String phase) throws IOException {
        Path exchange = Files.createDirectories(out.resolve(".intaglio-exchange"));
        Files.writeString(
                exchange.resolve("lock"),
                "Intaglio replaces the files of the folder above; its next command"
                        + " ends that. Leave this as it is.\n00000000-0000-0000-0000-000000000000");
        Files.createDirectory(exchange.resolve("new"));
        Files.writeString(exchange.resolve("new/new.txt"), "new");
        Files.createDirectory(exchange.resolve(phase));
        return exchange;
    }
}
