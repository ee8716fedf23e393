package dev.diptych.domain.event;

/**
 * What an event and a batch may be at most when they are sealed. The defaults are the format's own and the most that
 * can be asked for; lower limits bind sealing only, never reading.
 *
 * @param lineBytesMax bytes of one line with its LF
 * @param batchBytesMax bytes of one batch
 * @param payloadNestingMax arrays and objects inside one another in a payload
 * @param tagsMax tags of an event
 * @param numberCharactersMax characters of one number in a payload
 */
public record Limits(int lineBytesMax, int batchBytesMax, int payloadNestingMax, int tagsMax, int numberCharactersMax) {
    /** The limits of the format. */
    public static final Limits FORMAT = new Limits(1_000_000, 8 * 1024 * 1024, 128, 32, 1_000);

    public Limits {
        require("lineBytesMax", lineBytesMax, 1_000_000);
        require("batchBytesMax", batchBytesMax, 8 * 1024 * 1024);
        require("payloadNestingMax", payloadNestingMax, 128);
        require("tagsMax", tagsMax, 32);
        require("numberCharactersMax", numberCharactersMax, 1_000);
    }

    private static void require(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be from 1 to " + most + ", was " + value);
        }
    }
}
