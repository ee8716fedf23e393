package dev.diptych.bootstrap.cli;

import dev.diptych.domain.chain.SealedEvent;
import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this program and of the format that it writes. */
final class ProgramVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(ProgramVersion.class.getPackage().getImplementationVersion())
                .orElse("from its classes, not from a jar");
        return new String[] {
            "diptych " + version,
            "format diptych/" + SealedEvent.FORMAT_VERSION + " · Java " + Runtime.version() + " ("
                    + System.getProperty("java.vendor") + ")"
        };
    }
}
