package dev.diptych.domain.chain;

/**
 * Where the parts of one canonical line lie, as byte offsets from the line's start. Filled by {@link LineParser}; -1
 * where a part that may be left out is left out. The numbers are the values themselves.
 */
final class LineLayout {
    static final int ABSENT = -1;

    long sequence;
    long batchFirst;
    long batchLast;
    int idFrom;
    int idTo;
    int observedAt;
    int recordedAt;
    int sourceTypeFrom;
    int sourceTypeTo;
    int sourceNameFrom;
    int sourceNameTo;
    int typeFrom;
    int typeTo;
    int traceFrom;
    int traceTo;
    int sessionFrom;
    int sessionTo;
    int tagsFrom;
    int tagsTo;
    int tagCount;
    boolean bound;
    int keyIdFrom;
    int keyIdTo;
    int payloadHashAt;
    int previousHashAt;
    int envelopeTo;
    int eventHashAt;
    int signatureAt;
    int payloadFrom;
    int payloadTo;
}
