package dev.diptych.contracts.examples;

import dev.diptych.contracts.twins.TwinLogDisk;
import dev.diptych.ports.driven.LogAdapterProvider;
import dev.diptych.ports.driven.LogProvider;
import dev.diptych.ports.driven.PayloadReader;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** An adapter as small as one can be, for docs/writing-an-adapter.md: {@code memory:NAME}, a log for each name. */
public final class MemoryLogAdapter implements LogAdapterProvider {
    private static final Map<String, TwinLogDisk> DISKS = new ConcurrentHashMap<>();

    @Override
    public String scheme() {
        return "memory";
    }

    @Override
    public LogProvider at(URI location, PayloadReader payloads) {
        String name = location.getSchemeSpecificPart();
        if (name.isBlank()) {
            throw new IllegalArgumentException("expected memory:NAME, found " + location);
        }
        return DISKS.computeIfAbsent(name, any -> TwinLogDisk.empty()).provider();
    }
}
