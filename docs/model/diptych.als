/*
 * One ledger, its two copies, and what can stop whoever writes them.
 *
 * The log is a file: lines that can be read, of which some are durable. The store is an SQLite database in WAL mode:
 * transactions that can be seen, of which some are durable, and one that a failed COMMIT may have left behind. Two processes
 * open the ledger, append, run transactions of a caller, die, and recover, in steps; between any two steps power may go.
 *
 * Every rule that keeps the copies equal is a Guard. With all of them the invariants hold; take one away, and there is a
 * history that breaks one. README.md says what is left out.
 */
module diptych

open util/ordering[Pos] as pos

/** A place in the log: its line is a batch of its own. */
sig Pos {}

/** What a transaction of the store can bring: rows of lines, and what the caller did in tables of its own. */
abstract sig Item {}

/** The caller's transaction, and also its mark in the caller's own tables. */
sig Tx extends Item {}

abstract sig Line extends Item { at: one Pos }
sig Ordinary extends Line {}
sig Bound extends Line { tx: one Tx }
sig Outcome extends Line { of: one Tx, says: one Verdict }

enum Verdict { Committed, Aborted }

/** The rules. */
enum Guard {
  Lock,             // one process at a time
  LogFirst,         // the store is given what the log has made durable, and nothing else
  ForceFirst,       // opening forces the log before anything is mirrored
  RewriteFirst,     // ... and writes its last batch again before that
  SettleFirst,      // opening settles what is undecided before anything is appended
  OutcomeCounts,    // where the log tells an outcome, the rows are not asked any more
  PinFirst,         // the answer is committed to the store before it is told
  CheckpointFirst,  // behind a crash or an I/O error the store's WAL is also checkpointed before it is told
  RestartWal,       // ... and begun anew, by every opening behind a crash, whether or not something is undecided
  DoubtCommit,      // a COMMIT that returns is believed only if no I/O error was met since that
  CheckpointShared, // in a file that others have open as well, every answer waits for a checkpoint
  ReadBack          // the bound rows are read once more right before COMMIT
}
one sig Rules { on: set Guard }

/** Something that is so or not. */
one sig Mark {}

/** Whether programs that the mirror does not know have the store's file open. */
one sig Store { shared: lone Mark }

abstract sig Phase {}
one sig
  Out,        // not there: not started, dead, or poisoned and closed
  Opening,    // has the lock, has judged the log
  Rolling,    // the log it reads is durable: rolls forward, then settles
  Pinned,     // has read how a transaction ended, and committed that answer
  Certain,    // may tell how it ended
  Telling,    // has written the outcome
  Told,       // the outcome is durable
  Ready,      // takes appends
  Writing,    // has written an ordinary line
  Pending,    // it is durable
  InTx,       // a caller's transaction is open, in a connection of the mirror
  BoundIn,    // ... and a bound line is written
  Bind,       // a line is written for a transaction that the caller brings
  Handed,     // it is durable; the caller's transaction is not begun, or over
  CallerTx    // the caller's transaction is open, and has the rows
extends Phase {}

sig Proc {}

/* The log. */
var sig log in Line {}      // can be read: at least in the page cache
var sig disk in Line {}     // durable
var sig stale in Line {}    // in pages that a failed force left clean: no later force writes them

/* The store. */
var sig seen in Item {}     // committed, as every connection sees it
var sig safe in Item {}     // ... and durable
var sig ghost in Item {}    // in whole frames of a COMMIT that failed: nobody sees it, whoever opens the file anew may
var sig void in Line {}     // rows whose void flag is 1
var sig hole in Mark {}     // the WAL has frames that no sync writes any more: only a checkpoint makes durable what lies behind

/* The processes, and what callers were told. */
one sig State {
  var phase: Proc -> one Phase,
  var answer: Proc -> lone Verdict,
  var suspicious: set Proc,       // knows of a crash or an I/O error since the WAL was last checkpointed
  var acked: set Line,
  var told: Tx -> lone Verdict
}

fun ph[p: Proc]: Phase { p.(State.phase) }
/** The phases of those that are there. */
fun here: set Phase { Proc.(State.phase) - Out }

/* ---- what can be read off ---- */

fun outcomes[t: Tx]: set Outcome { of.t & log }
fun lines[t: Tx]: set Bound { tx.t & log }
/** Transactions that have lines and no outcome in the log. */
fun undecided: set Tx { { t: Tx | some lines[t] and no outcomes[t] } }
/** What opening takes for undecided: without the rule, whatever the store does not know the outcome of. */
fun unsettled: set Tx {
  OutcomeCounts in Rules.on implies undecided
  else { t: Tx | some lines[t] and no (of.t & seen) }
}
fun unsettledOutcomes: set Line { of.unsettled }
/** Lines that the store lacks and that are not waiting for an outcome. */
fun behind: set Line { log - seen - tx.undecided }
fun last: set Line { { x: log | no y: log | gt[y.at, x.at] } }
pred isNext[x: Line] {
  x not in log and x.at = (no log implies first else next[last.at])
}
pred lockedByOther[p: Proc] { some q: Proc - p | ph[q] in InTx + BoundIn + CallerTx }

/* ---- frames ---- */

pred logSame { log' = log and disk' = disk and stale' = stale }
pred storeSame { seen' = seen and safe' = safe and ghost' = ghost and void' = void and hole' = hole }
pred toldSame { State.acked' = State.acked and State.told' = State.told }
pred goes[p: Proc, f: Phase] { State.phase' = State.phase ++ p -> f }
pred answers[p: Proc, v: lone Verdict] { State.answer' = State.answer - (p -> Verdict) + p -> v }
pred answersSame { State.answer' = State.answer }
pred suspicionSame { State.suspicious' = State.suspicious }

pred write[x: Line] { isNext[x] and log' = log + x and disk' = disk and stale' = stale - x }
pred forced { disk' = disk + (log - stale) and log' = log and stale' = stale }
pred forceFails { stale' = stale + (log - disk) and log' = log and disk' = disk }

/** A COMMIT that returns, without a sync. Its frames take the place of what a failed one left. */
pred commits[i: set Item] { seen' = seen + i and safe' = safe and no ghost' and hole' = hole }
/** The same with a sync. Behind a hole a sync proves nothing. */
pred commitsSynced[i: set Item] {
  seen' = seen + i and no ghost' and hole' = hole
  safe' = (no hole implies seen + i else safe)
}
/** Everything is moved into the database file; the WAL begins anew only if nobody reads in it, or if that is waited for. */
pred checkpoints {
  seen' = seen and safe' = seen and ghost' = ghost and void' = void
  RestartWal in Rules.on implies no hole' else hole' in hole
}

/* ---- opening ---- */

/** Steps 1 to 5: the lock, and what the log is. Whoever opens the file first may find what a failed COMMIT left. */
pred opens[p: Proc] {
  ph[p] = Out
  Lock in Rules.on implies all q: Proc | ph[q] = Out
  logSame and toldSame
  storeSame or comesBack
  State.suspicious' = State.suspicious + p
  answers[p, none] and goes[p, Opening]
}

/** Nobody has the file open: its WAL is read anew, and what a failed COMMIT left is whole. No later sync writes those frames. */
pred comesBack {
  all q: Proc | ph[q] = Out
  some ghost
  seen' = seen + ghost and safe' = safe and no ghost' and hole' = Mark and void' = void - ghost
}

/** Step 6. */
pred rewrites[p: Proc] {
  ph[p] = Opening and goes[p, Rolling]
  log' = log
  RewriteFirst in Rules.on implies disk' = disk + (log - stale) + last and stale' = stale - last
  else (stale' = stale and disk' = (ForceFirst in Rules.on implies disk + (log - stale) else disk))
  storeSame and toldSame and answersSame and suspicionSame
}

/** Step 7: the next line that the store lacks; an outcome brings what is missing of its run. */
pred rolls[p: Proc] {
  ph[p] = Rolling and goes[p, Rolling] and not lockedByOther[p]
  some x: behind - unsettledOutcomes | {
    no y: behind | lt[y.at, x.at] and y not in Bound
    x not in Bound
    inserts[x]
  }
  logSame and toldSame and answersSame and suspicionSame
}
pred inserts[x: Line] {
  x in Ordinary implies commits[x] and void' = void - x
  x in Outcome implies {
    let r = lines[x.of] - seen | commits[r + x] and void' = (x.says = Aborted implies void + r else void - r)
  }
}

/** Step 8, (a) to (c); also what settle does for a transaction that the caller brought. */
pred pins[p: Proc] {
  ph[p] in Rolling + Handed and not lockedByOther[p]
  ph[p] = Rolling implies no behind - (of + tx).unsettled
  some t: unsettled | answers[p, lines[t] in seen implies Committed else Aborted]
  void' = void
  PinFirst in Rules.on implies commitsSynced[none]
  else (seen' = seen and safe' = safe and ghost' = ghost and hole' = hole)
  goes[p, Pinned] and logSame and toldSame and suspicionSame
}

pred mustCheckpoint { some Store.shared and CheckpointShared in Rules.on }
/** (d), or leave to go without. */
pred flushes[p: Proc] {
  ph[p] = Pinned and goes[p, Certain]
  {
    checkpoints
    State.suspicious' = (RestartWal in Rules.on implies State.suspicious - p else State.suspicious)
  } or {
    CheckpointFirst not in Rules.on or (p not in State.suspicious and not mustCheckpoint)
    storeSame and suspicionSame
  }
  logSame and toldSame and answersSame
}

/** (e). */
pred tells[p: Proc] {
  ph[p] = Certain and goes[p, Telling]
  some o: Outcome | o.of in unsettled and o.says = p.(State.answer) and write[o]
  storeSame and toldSame and answersSame and suspicionSame
}
pred toldForced[p: Proc] {
  ph[p] = Telling and goes[p, Told] and forced
  storeSame and toldSame and answersSame and suspicionSame
}

/** (f). */
pred mirrorsOutcome[p: Proc] {
  ph[p] = Told and not lockedByOther[p]
  some o: Outcome & last | inserts[o]
  goes[p, p in State.suspicious implies Rolling else Ready]
  answers[p, none] and logSame and toldSame and suspicionSame
}

/** Step 9. The WAL is left as it was found, unless the rule says otherwise. */
pred ready[p: Proc] {
  ph[p] = Rolling and goes[p, Ready]
  no behind
  SettleFirst in Rules.on implies no unsettled
  RestartWal in Rules.on implies checkpoints else storeSame
  State.suspicious' = State.suspicious - p
  logSame and toldSame and answersSame
}

/* ---- appending ---- */

pred writes[p: Proc] {
  ph[p] = Ready and goes[p, Writing]
  some x: Ordinary | write[x]
  storeSame and toldSame and answersSame and suspicionSame
}
/** The commit point: from here the caller may be told. */
pred forces[p: Proc] {
  ph[p] = Writing and goes[p, Pending] and forced
  State.acked' = State.acked + (last & Ordinary) and State.told' = State.told
  storeSame and answersSame and suspicionSame
}
pred mirrors[p: Proc] {
  ph[p] = Pending and goes[p, Ready] and not lockedByOther[p]
  some x: last & Ordinary | inserts[x]
  logSame and toldSame and answersSame and suspicionSame
}
/** Only where the log need not be first: the row is given to the store, then the log forced. */
pred mirrorsEarly[p: Proc] {
  LogFirst not in Rules.on
  ph[p] = Writing and goes[p, Writing] and not lockedByOther[p]
  some x: (last & Ordinary) - seen | inserts[x]
  logSame and toldSame and answersSame and suspicionSame
}

/* ---- a transaction of the caller's ---- */

pred begins[p: Proc] {
  ph[p] = Ready and goes[p, InTx] and not lockedByOther[p]
  log in seen
  logSame and storeSame and toldSame and answersSame and suspicionSame
}
pred writesBound[p: Proc] {
  ph[p] = InTx and goes[p, BoundIn]
  some b: Bound | write[b] and mayJoin[b]
  storeSame and toldSame and answersSame and suspicionSame
}
/** A transaction has its lines behind each other, and never comes again. */
pred mayJoin[b: Bound] {
  b.tx in undecided or (no undecided and no lines[b.tx] and no State.told[b.tx] and b.tx not in seen + ghost)
}
pred forcesBound[p: Proc] {
  ph[p] = BoundIn and goes[p, InTx] and forced
  storeSame and toldSame and answersSame and suspicionSame
}
/** What COMMIT brings: the caller's own work, and the rows, but for one that a rollback to a savepoint may have taken. */
fun brought[x: Item]: set Item {
  (undecided + (tx.undecided & log)) - (ReadBack in Rules.on implies none else x & Bound)
}
/** COMMIT returned. It is certain, unless something is known of the WAL that makes a sync worthless. */
pred commitsTx[p: Proc] {
  ph[p] = InTx and some undecided
  some x: Item | let i = brought[x] | commitsSynced[i] and void' = void - i
  answers[p, Committed]
  let must = (DoubtCommit in Rules.on and p in State.suspicious) or mustCheckpoint |
    must implies goes[p, Pinned] and State.told' = State.told
    else goes[p, Certain] and State.told' = State.told + undecided -> Committed
  State.acked' = State.acked and logSame and suspicionSame
}
pred rollsBack[p: Proc] {
  ph[p] = InTx and storeSame and logSame and suspicionSame and State.acked' = State.acked
  some undecided implies answers[p, Aborted] and goes[p, Certain] and State.told' = State.told + undecided -> Aborted
  else answersSame and goes[p, Ready] and State.told' = State.told
}
/** The sync of COMMIT fails. Nobody sees the transaction any more; its frames are whole. The mirror closes everything. */
pred commitFails[p: Proc] {
  ph[p] = InTx and some undecided
  some x: Item | ghost' = brought[x]
  seen' = seen and safe' = safe and void' = void and hole' = hole
  goes[p, Out] and answers[p, none] and logSame and toldSame and State.suspicious' = State.suspicious - p
}
/** Killed inside COMMIT: the frames are whole and can be seen, and were not synced. */
pred killedInCommit[p: Proc] {
  ph[p] = InTx and some undecided
  some x: Item | let i = brought[x] | commits[i] and void' = void - i
  goes[p, Out] and answers[p, none] and logSame and toldSame and State.suspicious' = State.suspicious - p
}

/* ---- a transaction that the caller brings ---- */

pred binds[p: Proc] {
  some Store.shared
  ph[p] = Ready and goes[p, Bind] and log in seen
  some b: Bound | write[b] and mayJoin[b]
  storeSame and toldSame and answersSame and suspicionSame
}
pred bindForced[p: Proc] {
  ph[p] = Bind and goes[p, Handed] and forced
  storeSame and toldSame and answersSame and suspicionSame
}
pred callerBegins[p: Proc] {
  ph[p] = Handed and goes[p, CallerTx] and not lockedByOther[p]
  no undecided & (seen + ghost)
  logSame and storeSame and toldSame and answersSame and suspicionSame
}
/** Their connection may run with synchronous=NORMAL: no sync. */
pred callerCommits[p: Proc] {
  ph[p] = CallerTx and goes[p, Handed]
  some t: undecided | (commits[t + lines[t]] or commitsSynced[t + lines[t]]) and void' = void - lines[t]
  logSame and toldSame and answersSame and suspicionSame
}
pred callerRollsBack[p: Proc] {
  ph[p] = CallerTx and goes[p, Handed]
  logSame and storeSame and toldSame and answersSame and suspicionSame
}
/** The mirror hears nothing of it. */
pred callerCommitFails[p: Proc] {
  ph[p] = CallerTx and goes[p, Handed]
  some t: undecided | ghost' = t + lines[t]
  seen' = seen and safe' = safe and void' = void and hole' = hole
  logSame and toldSame and answersSame and suspicionSame
}

/* ---- faults ---- */

/** A force fails: nobody can say what is on the disk. The writer closes. */
pred logForceFails[p: Proc] {
  ph[p] in Writing + BoundIn + Bind + Telling
  forceFails and storeSame and toldSame
  goes[p, Out] and answers[p, none] and State.suspicious' = State.suspicious - p
}
/** A checkpoint of the mirror's own fails at its sync: what was not durable yet never will be by a sync. */
pred checkpointFails[p: Proc] {
  ph[p] != Out and some seen - safe
  hole' = Mark and seen' = seen and safe' = safe and ghost' = ghost and void' = void
  State.suspicious' = State.suspicious + p and State.phase' = State.phase
  logSame and toldSame and answersSame
}
/** The same in a connection that the mirror knows nothing of. */
pred strangersCheckpointFails {
  some Store.shared and some seen - safe
  hole' = Mark and seen' = seen and safe' = safe and ghost' = ghost and void' = void
  State.phase' = State.phase and logSame and toldSame and answersSame and suspicionSame
}
/** The process dies; everything that was written can still be read. */
pred killed[p: Proc] {
  ph[p] != Out and goes[p, Out] and answers[p, none] and State.suspicious' = State.suspicious - p
  logSame and storeSame and toldSame
}
/** All processes die. Of what was not durable, a beginning stays. */
pred powerCut {
  all p: Proc | (p.(State.phase))' = Out
  no State.answer' and no State.suspicious'
  toldSame
  disk' = log' and no stale' and disk in log' and log' in log
  all x: log' - disk, y: log - disk | lt[y.at, x.at] implies y in log'
  seen' = safe' and safe in seen' and seen' in seen and void' = void and no hole'
  ghost' in ghost and (some ghost' implies ghost' = ghost and seen' = seen and no hole)
  let unsafe = seen - safe, kept = seen' - safe | {
    all x: kept & Line, y: unsafe & Line | lt[y.at, x.at] implies y in kept
    all t: Tx | let i = (t + tx.t) & unsafe | i in kept or no i & kept
    all o: unsafe & Outcome | o.says = Aborted implies let i = (o + tx.(o.of)) & unsafe | i in kept or no i & kept
  }
}
pred nothing { logSame and storeSame and toldSame and answersSame and suspicionSame and State.phase' = State.phase }

/* ---- histories ---- */

pred init {
  no log and no disk and no stale and no seen and no safe and no ghost and no void and no hole
  no State.answer and no State.suspicious and no State.acked and no State.told
  one p: Proc | ph[p] = Ready and (all q: Proc - p | ph[q] = Out)
}
pred step {
  powerCut or strangersCheckpointFails or nothing
  or some p: Proc | {
    opens[p] or rewrites[p] or rolls[p] or pins[p] or flushes[p] or tells[p] or toldForced[p] or mirrorsOutcome[p]
    or ready[p] or writes[p] or forces[p] or mirrors[p] or mirrorsEarly[p] or begins[p] or writesBound[p]
    or forcesBound[p] or commitsTx[p] or rollsBack[p] or commitFails[p] or killedInCommit[p] or binds[p]
    or bindForced[p] or callerBegins[p] or callerCommits[p] or callerRollsBack[p] or callerCommitFails[p]
    or logForceFails[p] or checkpointFails[p] or killed[p]
  }
}
pred history {
  init and always step
  always (nothing implies after nothing) // whatever stops, stops for good: the same histories, found sooner
}

/* ---- what must always be so ---- */

/** What was acknowledged is durable, and what is durable can be read: no line before it is missing. */
pred nothingAcknowledgedIsLost {
  State.acked in disk
  all x: disk, q: Pos | lt[q, x.at] implies some disk & at.q
}
/** No row without a durable line: the store is never ahead, and nothing is mirrored that might not have been. */
pred theStoreIsNeverAhead { seen & Line in disk }
/** When whoever is there only waits for appends, both copies are equal, and nothing is undecided. */
pred equalWhenQuiet {
  here = Ready implies {
    seen & Line = log and log = disk and no undecided
    all b: Bound & log | b in void iff some o: outcomes[b.tx] | o.says = Aborted
  }
}
pred oneOutcome { all t: Tx | lone outcomes[t] }
/** What the log tells is what the caller's own tables show, and what the caller was told. */
pred outcomesAreTrue {
  all o: Outcome & log | o.says = Committed iff o.of in seen
  all t: Tx | (State.told[t] = Committed implies t in seen) and (State.told[t] = Aborted implies t not in seen)
}
pred noPartialRun { all t: undecided | t in seen implies lines[t] in seen else no lines[t] & seen }
/** A run, then its outcome, and nothing between. */
pred runsAreWhole {
  all x, y: log | y.at = next[x.at] implies {
    x in Bound implies (y in Bound implies y.tx = x.tx else y in of.(x.tx))
    y in Outcome implies x in tx.(y.of)
  }
  no o: Outcome & log | o.at = first
}
pred safety {
  nothingAcknowledgedIsLost and theStoreIsNeverAhead and equalWhenQuiet and oneOutcome and outcomesAreTrue
  and noPartialRun and runsAreWhole
}

/* ---- why ---- */

pred quietSync { no Proc & State.suspicious and no Store.shared }

/**
 * Holds at first, holds behind every step if it held before, and is enough for safety: so safety holds in histories of any
 * length. One step is all that has to be searched.
 */
pred invariant { theLog and theStore and theRuns and theRows and thePhases and theCallers }

pred theLog {
  disk in log and stale in log - disk and log - disk in last
  all disj x, y: log | x.at != y.at
  all x: log, q: Pos | lt[q, x.at] implies some log & at.q
  some log - disk implies here in Opening + Writing + BoundIn + Bind + Telling
  some stale implies here in Opening
}
pred theStore {
  safe in seen and seen & Line in disk and no ghost & seen
  all x: seen & Line, y: log | lt[y.at, x.at] implies y in seen
  all x: safe & Line, y: log | lt[y.at, x.at] implies y in safe
  some ghost implies {
    here in Opening + Rolling + Handed
    some t: undecided | ghost = t + lines[t] and lines[t] in disk and log - seen = lines[t]
  }
  quietSync and some here implies no hole
}
pred theRuns {
  lone undecided and oneOutcome and runsAreWhole
  all t: undecided | (log.at in lines[t].at or all x: log - lines[t], b: lines[t] | lt[x.at, b.at])
  all o: Outcome & log | some lines[o.of] and (all b: lines[o.of] | lt[b.at, o.at])
  all t: Tx & seen | some lines[t]
  some undecided implies here in Opening + Rolling + Pinned + Certain + InTx + BoundIn + Bind + Handed + CallerTx
}
pred theRows {
  all t: undecided | (t in seen implies lines[t] in seen else no lines[t] & seen) and no lines[t] & seen & void
  all t: Tx & seen | t + lines[t] in safe or no (t + lines[t]) & safe
  all o: Outcome & log {
    o.says = Committed implies o.of in safe and lines[o.of] in safe and no lines[o.of] & void
    o.says = Aborted implies o.of not in seen + ghost and lines[o.of] & seen in void
    o.says = Aborted and o not in seen implies no lines[o.of] & seen
    o in seen implies lines[o.of] in seen
    o.says = Aborted and o in seen implies (o + lines[o.of] in safe or no (o + lines[o.of]) & safe)
  }
}
pred thePhases {
  lone State.phase.(Phase - Out)
  State.suspicious + State.answer.Verdict in State.phase.(Phase - Out)
  here = Ready implies log = seen & Line
  here = Ready implies log = disk
  here = Writing implies one last & Ordinary and log - seen = last
  here = Pending implies one last & Ordinary and log - seen = last and log = disk
  some here & (InTx + CallerTx) implies log = disk
  some here & (InTx + BoundIn + CallerTx + Bind) implies log - seen = lines[undecided] and no undecided & seen
  some here & (Bind + Handed + CallerTx) implies some Store.shared and one undecided
  some here & (Handed + Pinned + Certain) implies one undecided and log - lines[undecided] in seen and log = disk
  some here & (Pinned + Certain) implies {
    no ghost
    Proc.(State.answer) = (some undecided & seen implies Committed else Aborted)
  }
  here = Pinned and quietSync implies undecided & seen in safe
  here = Certain implies undecided & seen in safe
  some here & (Telling + Told) implies {
    some o: Outcome & last | o not in seen and log - seen in o + lines[o.of]
  }
  here = Told implies log = disk
  here = Rolling implies log = disk
}
pred theCallers {
  State.acked in disk & Ordinary
  all t: Tx {
    State.told[t] = Committed implies t in safe
    State.told[t] = Aborted implies t not in seen + ghost
    some State.told[t] and t in undecided implies here in Opening + Rolling + Pinned + Certain
  }
}

/* ---- what is asked ---- */

pred lawful { Rules.on = Guard and history }
pred without[g: Guard] { Rules.on = Guard - g and history }
pred committed[o: Outcome] { o in seen and o.says = Committed }
pred aborted[o: Outcome] { o in seen and o.says = Aborted }

/** No I/O error is met while opening, so that there is none to be known. */
pred onlyTheDeadKnew { always (some here & (Opening + Rolling) implies hole' = hole) }

// The invariant holds for ever, and safety with it.
proofBegins: check { Rules.on = Guard and init implies invariant }
  for 4 Pos, 2 Ordinary, 3 Bound, 2 Outcome, 2 Tx, exactly 2 Proc, 1..1 steps expect 0
proofGoesOn: check { Rules.on = Guard and invariant and step implies after invariant }
  for 4 Pos, 2 Ordinary, 3 Bound, 2 Outcome, 2 Tx, exactly 2 Proc, 2..2 steps expect 0
proofIsEnough: check { Rules.on = Guard and invariant implies safety }
  for 4 Pos, 2 Ordinary, 3 Bound, 2 Outcome, 2 Tx, exactly 2 Proc, 1..1 steps expect 0

// The model is not empty: these histories exist.
historyOfBothOutcomes: run {
  lawful and eventually (here = Ready and some a, b: Outcome | committed[a] and aborted[b])
} for 4 Pos, 0 Ordinary, 2 Bound, 2 Outcome, 2 Tx, 1 Proc, 16..16 steps expect 1
historyOfACommitThatComesBack: run {
  lawful and eventually (some ghost)
  and eventually (here = Ready and some o: Outcome | committed[o])
} for 2 Pos, 0 Ordinary, 1 Bound, 1 Outcome, 1 Tx, 1 Proc, 14..14 steps expect 1
historyOfACommitThatStaysAway: run {
  lawful and eventually (some ghost)
  and eventually (here = Ready and some o: Outcome | aborted[o])
} for 2 Pos, 0 Ordinary, 1 Bound, 1 Outcome, 1 Tx, 1 Proc, 14..14 steps expect 1
historyOfACrashInRecovery: run {
  lawful and eventually (Pinned in here and after no here)
  and eventually (here = Ready and some o: Outcome | committed[o])
} for 2 Pos, 0 Ordinary, 1 Bound, 1 Outcome, 1 Tx, 1 Proc, 18..18 steps expect 1
historyOfATransactionBrought: run {
  lawful and eventually (CallerTx in here)
  and eventually (here = Ready and some o: Outcome | committed[o])
} for 2 Pos, 0 Ordinary, 1 Bound, 1 Outcome, 1 Tx, 1 Proc, 13..13 steps expect 1

// Every rule is needed: without it there is a history that breaks an invariant.
withoutLock: check { without[Lock] implies always safety }
  for 3 Pos, 1 Ordinary, 1 Bound, 2 Outcome, 1 Tx, 2 Proc, 13..13 steps expect 1
withoutLogFirst: check { without[LogFirst] implies always safety }
  for 2 Pos, 1 Ordinary, 0 Bound, 0 Outcome, 0 Tx, 1 Proc, 6..6 steps expect 1
withoutForceFirst: check { without[ForceFirst + RewriteFirst] implies always safety }
  for 2 Pos, 1 Ordinary, 0 Bound, 0 Outcome, 0 Tx, 1 Proc, 8..8 steps expect 1
withoutRewriteFirst: check { without[RewriteFirst] implies always safety }
  for 2 Pos, 1 Ordinary, 0 Bound, 0 Outcome, 0 Tx, 1 Proc, 8..8 steps expect 1
withoutSettleFirst: check { without[SettleFirst] implies always safety }
  for 2 Pos, 1 Ordinary, 1 Bound, 0 Outcome, 1 Tx, 1 Proc, 10..10 steps expect 1
withoutOutcomeCounts: check { without[OutcomeCounts] implies always safety }
  for 3 Pos, 0 Ordinary, 1 Bound, 2 Outcome, 1 Tx, 1 Proc, 14..14 steps expect 1
withoutPinFirst: check { without[PinFirst] and no Store.shared implies always safety }
  for 2 Pos, 0 Ordinary, 1 Bound, 2 Outcome, 1 Tx, 1 Proc, 14..14 steps expect 1
withoutCheckpointFirst: check { without[CheckpointFirst] and no Store.shared implies always safety }
  for 2 Pos, 0 Ordinary, 1 Bound, 2 Outcome, 1 Tx, 1 Proc, 13..13 steps expect 1
withoutRestartWal: check { without[RestartWal] and no Store.shared and onlyTheDeadKnew implies always safety }
  for 2 Pos, 1 Ordinary, 1 Bound, 0 Outcome, 1 Tx, 1 Proc, 17..17 steps expect 1
withoutDoubtCommit: check { without[DoubtCommit] and no Store.shared implies always safety }
  for 2 Pos, 1 Ordinary, 1 Bound, 0 Outcome, 1 Tx, 1 Proc, 11..11 steps expect 1
withoutCheckpointShared: check { without[CheckpointShared] implies always safety }
  for 2 Pos, 1 Ordinary, 1 Bound, 0 Outcome, 1 Tx, 1 Proc, 11..11 steps expect 1
withoutReadBack: check { without[ReadBack] implies always safety }
  for 2 Pos, 0 Ordinary, 1 Bound, 1 Outcome, 1 Tx, 1 Proc, 6..6 steps expect 1
