package dev.diptych.adapters.jsonl.violations;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Points where a power cut decides, and which no test could make fail. */
public final class ForcesBesides {
    public void change(FileChannel file, Path from, Path to) throws IOException {
        file.force(false);
        file.truncate(0);
        Files.move(from, to);
    }
}
