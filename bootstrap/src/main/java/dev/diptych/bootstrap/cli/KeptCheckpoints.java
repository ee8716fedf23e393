package dev.diptych.bootstrap.cli;

import dev.diptych.domain.checkpoint.CheckpointHistory;
import dev.diptych.ports.driving.NamedCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Checkpoints as they were kept: one in a file, or several, one behind the other. Named by the file, and numbered there. */
final class KeptCheckpoints {
    private KeptCheckpoints() {}

    /**
     * The checkpoints of a file, or of each file of a directory in the order of their names, hidden ones aside. What is no
     * checkpoint is among them as it is: whoever judges it says so.
     *
     * @param place as it was given, which names them
     * @throws CommandFailure if it cannot be read, or has none
     */
    static List<NamedCheckpoint> at(Path place, Console console) {
        List<NamedCheckpoint> all = new ArrayList<>();
        for (Path file : files(place, console)) {
            List<CheckpointHistory.Part> parts = CheckpointHistory.read(
                            TextFiles.bytes("checkpoints", console.resolve(file)))
                    .parts();
            for (int i = 0; i < parts.size(); i++) {
                String name = parts.size() == 1 ? file.toString() : file + " #" + (i + 1);
                all.add(new NamedCheckpoint(name, parts.get(i).text()));
            }
        }
        if (all.isEmpty()) {
            throw CommandFailure.precondition("no checkpoint is in " + place
                    + ". Nothing was changed. Next: name a file that diptych checkpoint wrote, or a directory of such");
        }
        return all;
    }

    /** The newest one: the last of the last file. */
    static NamedCheckpoint newestAt(Path place, Console console) {
        List<NamedCheckpoint> all = at(place, console);
        return all.get(all.size() - 1);
    }

    private static List<Path> files(Path place, Console console) {
        Path directory = console.resolve(place);
        if (!Files.isDirectory(directory)) {
            return List.of(place);
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.filter(entry -> Files.isRegularFile(entry)
                            && !entry.getFileName().toString().startsWith("."))
                    .map(entry -> place.resolve(entry.getFileName()))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw TextFiles.unreadable("checkpoints", place, unreadable);
        }
    }
}
