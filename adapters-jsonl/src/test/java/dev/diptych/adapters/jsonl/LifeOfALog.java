package dev.diptych.adapters.jsonl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.diptych.contracts.files.CrashingFiles;
import dev.diptych.contracts.files.PowerCut;
import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.domain.chain.SealedEvent;
import dev.diptych.ports.driven.DurableLog;
import dev.diptych.ports.driven.DurableLog.StoreLeft;
import dev.diptych.ports.driven.LogNotWrittenException;
import dev.diptych.ports.driven.LogOpening;
import dev.diptych.ports.driven.LogOpening.LogOpened;
import dev.diptych.ports.driven.LogOutcomeUnknownException;
import dev.diptych.ports.driven.LogPosition;
import dev.diptych.ports.driven.LogProvider.TornTail;
import dev.diptych.ports.driven.LogReplacedException;
import dev.diptych.ports.driven.LogUnavailableException;
import dev.diptych.ports.driven.StoreMemory;
import dev.diptych.ports.driven.StoredPosition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A log that is opened, grows by batches through several segments, is closed and opened again, over a file system in which
 * things go wrong; and what its callers were told meanwhile. A store follows two batches behind.
 */
final class LifeOfALog {
    private static final Path DIRECTORY = Path.of("/ledger");
    private static final long SEGMENT_BYTES_MAX = 2_500;
    private static final List<List<SealedEvent>> BATCHES = batches();

    /** All events of a life in which nothing goes wrong. */
    static final List<SealedEvent> EVENTS =
            BATCHES.stream().flatMap(List::stream).toList();

    private final List<List<SealedEvent>> acknowledged = new ArrayList<>();
    private final List<LogPosition> positions = new ArrayList<>();
    private Optional<List<SealedEvent>> unknown = Optional.empty();

    private static List<List<SealedEvent>> batches() {
        Batches batches = Batches.ofOneLedger();
        List<List<SealedEvent>> made = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            made.add(batches.next(1 + i % 3, Batches.payloadOf(i % 4 * 150)));
        }
        return made;
    }

    /** How many file operations there are in a life without faults. */
    static long operations() {
        CrashingFiles files = CrashingFiles.onEmptyDisk();
        new LifeOfALog().live(files);
        return files.operations().size();
    }

    List<SealedEvent> acknowledged() {
        return acknowledged.stream().flatMap(List::stream).toList();
    }

    LifeOfALog copy() {
        LifeOfALog copy = new LifeOfALog();
        copy.acknowledged.addAll(acknowledged);
        copy.positions.addAll(positions);
        copy.unknown = unknown;
        return copy;
    }

    /** Lives, as far as that is possible: what fails is tried again a few times, as callers would. */
    void live(CrashingFiles files) {
        for (int tries = 0; tries < 4 && acknowledged.size() < BATCHES.size(); tries++) {
            int until = tries == 0 ? BATCHES.size() / 2 : BATCHES.size();
            if (!openedAndAppended(files, until)) {
                return;
            }
        }
    }

    /** Opens and closes once, and is told what happened to the batch that was not certain. */
    void mend(CrashingFiles files) {
        openedAndAppended(files, 0);
    }

    /** The next process, in which nothing goes wrong, finds what it must find, and the log goes on to its end. */
    void assertMended(CrashingFiles files, String what) {
        try {
            DurableLog log = open(files).orElseThrow(() -> new AssertionError("no log"));
            settle(log);
            assertThat(Logs.read(log)).as("events").isEqualTo(acknowledged());
            for (int next = acknowledged.size(); next < BATCHES.size(); next++) {
                log.append(BATCHES.get(next));
            }
            log.close(StoreLeft.CLOSED_PROPERLY);
            CrashingFiles afterwards = files.afterPowerCut(new PowerCut(PowerCut.Survival.NOTHING, 0));
            assertThat(Logs.read(Logs.at(afterwards, DIRECTORY)))
                    .as("all events")
                    .isEqualTo(EVENTS);
        } catch (RuntimeException | AssertionError failed) {
            throw new AssertionError(what + ": " + failed.getMessage(), failed);
        }
    }

    /** Whether the process still runs. */
    private boolean openedAndAppended(CrashingFiles files, int until) {
        try {
            Optional<DurableLog> opened = open(files);
            if (opened.isEmpty()) {
                return !files.isStopped();
            }
            DurableLog log = opened.get();
            settle(log);
            while (acknowledged.size() < until && append(log)) {
                positions.add(log.position());
            }
            log.close(StoreLeft.CLOSED_PROPERLY);
        } catch (LogUnavailableException failed) {
            return !files.isStopped();
        }
        return !files.isStopped();
    }

    private boolean append(DurableLog log) {
        List<SealedEvent> batch = BATCHES.get(acknowledged.size());
        for (int tries = 0; tries < 2; tries++) {
            try {
                ChainHead head = log.append(batch);
                assertThat(head).isEqualTo(batch.get(batch.size() - 1).asHead());
                acknowledged.add(batch);
                return true;
            } catch (LogNotWrittenException refused) {
                assertThat(log.head()
                                .map(ChainHead::sequence)
                                .map(Object::toString)
                                .orElse("0"))
                        .isEqualTo(Long.toString(batch.get(0).sequenceValue() - 1));
            } catch (LogOutcomeUnknownException failed) {
                assertThat(log.isPoisoned()).isTrue();
                unknown = Optional.of(batch);
                return false;
            } catch (LogReplacedException replaced) {
                throw new AssertionError("nobody replaced anything", replaced);
            }
        }
        return false;
    }

    /** An opened log tells what became of the batch that was not certain: it is there as a whole or not at all. */
    private void settle(DurableLog log) {
        long last = log.head().map(head -> head.sequence().value()).orElse(0L);
        if (unknown.isPresent()
                && last == unknown.get().get(unknown.get().size() - 1).sequenceValue()) {
            acknowledged.add(unknown.get());
            positions.add(log.position());
        }
        unknown = Optional.empty();
    }

    private Optional<DurableLog> open(CrashingFiles files) {
        LogOpening opening =
                Logs.at(files, DIRECTORY, SEGMENT_BYTES_MAX).openForWriting(this::store, TornTail.CUT_IF_STORE_VOUCHES);
        assertThat(opening).isInstanceOf(LogOpened.class);
        return Optional.of(((LogOpened) opening).log());
    }

    private StoreMemory store() {
        int followed = acknowledged.size() - 2;
        if (followed < 1) {
            return StoreMemory.UNBORN;
        }
        List<SealedEvent> batch = acknowledged.get(followed - 1);
        ChainHead head = batch.get(batch.size() - 1).asHead();
        return new StoreMemory(
                true,
                Optional.of(new LedgerId(EVENTS.get(0).previousHash())),
                Optional.of(head),
                Optional.of(new StoredPosition(positions.get(followed - 1), head)));
    }
}
