package dev.diptych.adapters.sqlite;

/** The shape of {@code domain_tags}: what lets a reader of the line know where the tags end. */
final class TagsText {
    private TagsText() {}

    /** Whether the bytes are a JSON array of strings without white space, and nothing behind it. */
    static boolean isArrayOfStrings(byte[] bytes, int from, int to) {
        if (to - from < 2 || bytes[from] != '[' || bytes[to - 1] != ']') {
            return false;
        }
        int last = to - 1;
        int at = from + 1;
        if (at == last) {
            return true;
        }
        while (at < last && bytes[at] == '"') {
            at++;
            while (at < last && bytes[at] != '"') {
                at += bytes[at] == '\\' ? 2 : 1;
            }
            at++;
            if (at == last) {
                return true;
            }
            if (at > last || bytes[at] != ',') {
                return false;
            }
            at++;
        }
        return false;
    }
}
