package dev.diptych.domain.violations;

import java.nio.file.Path;

/** A rule of the domain that depends on what lies on a disk. */
public final class ReadsAFile {
    public Path place;
}
