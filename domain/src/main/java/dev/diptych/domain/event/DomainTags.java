package dev.diptych.domain.event;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The tags of an event in the order given: at most 32, each 1 to 64 code points without control characters, none
 * twice.
 *
 * @param values the tags, unescaped
 */
public record DomainTags(List<String> values) {
    /** The most tags an event may have. */
    public static final int COUNT_MAX = 32;

    public static final DomainTags NONE = new DomainTags(List.of());

    public DomainTags {
        values = List.copyOf(values);
        if (values.size() > COUNT_MAX) {
            throw new InvalidEventException("domain_tags", "at most " + COUNT_MAX + " tags", values.size() + " tags");
        }
        Set<String> seen = new HashSet<>();
        for (String tag : values) {
            EnvelopeText.require("domain_tags", tag, EnvelopeText.TAG_CODE_POINTS_MAX);
            if (!seen.add(tag)) {
                throw new InvalidEventException(
                        "domain_tags", "each tag once", "the tag " + Quoted.shortly(tag) + " twice");
            }
        }
    }

    public static DomainTags of(String... tags) {
        return new DomainTags(List.of(tags));
    }
}
