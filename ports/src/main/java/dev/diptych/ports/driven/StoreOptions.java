package dev.diptych.ports.driven;

/**
 * What a caller allows a store adapter to do.
 *
 * @param sharesExisting whether Diptych's tables may be made in a database that holds other tables
 */
public record StoreOptions(boolean sharesExisting) {
    /** A database of Diptych's own. */
    public static final StoreOptions OWN = new StoreOptions(false);

    /** A database that may hold the caller's tables too. */
    public static StoreOptions shareExisting() {
        return new StoreOptions(true);
    }
}
