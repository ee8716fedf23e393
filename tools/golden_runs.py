"""Golden ledgers about transactions: bound events, their outcomes, void rows, and boundaries. Used by make_golden.py."""

from golden_ledger import SEGMENT_1, Chain, changed

GOOD = (0, "in_parity", "intact", {})
COMMITTED, ABORTED = "diptych.transaction.committed.v1", "diptych.transaction.aborted.v1"
PLAN = "5b3e1f0e0d9c8b7a69584736251403f2e1d0cfbeadbc9b8a7968574635241302"
OTHER_STORE = "f0e0d0c0b0a090807060504030201000"
STORE = "000102030405060708090a0b0c0d0e0f"


def glass():
    return dict(event_type="diptych.policy.broken_glass.v1", source_type="diptych", payload=(
        b'{"who":"ops@example.com","scope":"com.example.*","reason":"INC-7","from":"2026-11-23T10:00:00.000000Z",'
        b'"until":"2026-11-23T11:00:00.000000Z","rules":["retention.window"]}'))


def own(event_type, payload, **more):
    return dict(more, event_type=event_type, source_type="diptych", payload=payload.encode())


class Runs(Chain):
    """A chain that also has transactions."""

    def bound(self, count=1, **event):
        for _ in range(count):
            self.batch(dict(event, bound=True))
        return self

    def bound_behind_glass(self):
        return self.batch(dict(glass(), bound=True), dict(bound=True))

    def told(self, outcome, events, by="caller", **more):
        """The outcome of the last so many events, each of which `more` may tell wrongly."""
        last = self.lines[-1].fields
        said = dict(dict(first=last["seq"] - events + 1, count=events, hash=last["event_hash"]), **more)
        return self.batch(own(outcome, outcome_payload(said["first"], said["count"], said["hash"], by)))

    def voided(self, *seqs):
        """The rows, with these void."""
        return [changed(row, void=1) if row[0] in seqs else row for row in self.rows]

    def schema_cutover(self, epoch=2, operator="ops@example.com"):
        return own("diptych.schema.cutover.v1", schema_payload(self.lines[-1], epoch, operator), bound=True)


def outcome_payload(first, count, event_hash, by):
    return '{"first_seq":%d,"count":%d,"event_hash":"%s","decided_by":"%s"}' % (first, count, event_hash, by)


def schema_payload(head, epoch, operator):
    return '{"plan":"orders-2","plan_digest":"%s","target_version":"2","epoch":%d,"head_seq":%d,"head_hash":"%s","parity":"full","operator":"%s"}' % (
        PLAN, epoch, head.fields["seq"], head.fields["event_hash"], operator)


def store_payload(head, epoch, to=OTHER_STORE):
    return '{"from_store":"%s","to_store":"%s","epoch":%d,"head_seq":%d,"head_hash":"%s"}' % (
        STORE, to, epoch, head.fields["seq"], head.fields["event_hash"])


def run_ledgers(g):
    good_runs(g)
    undecided_runs(g)
    malformed_runs(g)
    runs_beside_damage(g)
    void_flags(g)
    boundaries(g)
    unknown_payloads(g)


def good_runs(g):
    one = Runs().plain(1).bound().told(COMMITTED, 1).plain(1)
    g.good("bound-line", "An event that belonged to a transaction, which was committed.", one)
    g.good("run-of-several", "Three events of one transaction, and one outcome for them.", Runs().bound(3).told(COMMITTED, 3, "recovery"))
    aborted = Runs().plain(1).bound(2).told(ABORTED, 2).plain(1)
    g.case("good-run-aborted", "A transaction that was rolled back: its rows are there, and void.", GOOD, aborted.log(), aborted.voided(2, 3))
    several = Runs().bound().told(ABORTED, 1, "recovery").bound(2).told(COMMITTED, 2).bound().told(ABORTED, 1)
    g.case("good-runs-one-behind-the-other", "Transactions that follow each other, with nothing between.", GOOD,
           several.log(1, 4), several.voided(1, 6))
    broken = Runs().plain(1).bound().bound_behind_glass().bound().told(COMMITTED, 4)
    g.good("run-with-broken-glass", "The record of broken glass is bound too, in the batch of the event that it is for.", broken)
    split = Runs().plain(1).bound(2).told(ABORTED, 2)
    g.case("good-run-in-two-segments", "The log was rolled inside a run.", GOOD, split.log(1, 3), split.voided(2, 3))
    pending = Runs().plain(1).bound(2).told(ABORTED, 2).plain(1)
    g.case("run-aborted-not-mirrored", "The outcome is told, and its rows are not there yet: pending like any others.",
           (3, "store_behind", "intact", dict(pending=4)), pending.log(), pending.rows[:1])
    g.case("run-committed-not-told-to-the-store", "Committed, and the outcome's own row is not there yet.",
           (3, "store_behind", "intact", dict(pending=1)), one.log(), one.rows[:3])


def undecided_runs(g):
    chain = Runs().plain(1).bound(2)
    undecided = dict(undecided=1)
    g.case("run-undecided-with-rows", "The log ends with a run of which nothing is told; its rows are there.",
           (3, "store_behind", "intact", undecided), chain.log(), chain.rows)
    g.case("run-undecided-without-rows", "The log ends with a run of which nothing is told; its rows are not there.",
           (3, "store_behind", "intact", dict(undecided, pending=2)), chain.log(), chain.rows[:1])
    g.case("run-undecided-with-some-rows", "Some of the rows: no transaction leaves that, and none is told of.",
           (3, "store_behind", "intact", dict(undecided, pending=1)), chain.log(), chain.rows[:2])
    g.case("run-undecided-and-void", "A row is void before the log tells that its transaction was rolled back.",
           (3, "diverged", "intact", dict(undecided, void_flag=1)), chain.log(), chain.voided(3))
    g.case("run-undecided-from-the-start", "Nothing but a bound event.", (3, "store_behind", "intact", undecided),
           Runs().bound().log(), Runs().bound().rows)
    told = Runs().plain(1).bound(2).told(COMMITTED, 2)
    half = told.text(1, 4) + told.lines[3].bytes[:200]
    g.case("run-undecided-and-torn", "The outcome was cut in the middle of its line.",
           (3, "store_behind", "torn_tail", dict(undecided, torn_tail=1)), {SEGMENT_1: half}, told.rows[:3])
    g.case("run-outcome-cut-away", "The outcome was cut off at the end of a line, and the store has its row: nothing is undecided.",
           (3, "log_behind", "intact", dict(missing_in_log=1)), {SEGMENT_1: told.text(1, 4)}, told.rows)


def malformed_runs(g):
    def case(name, why, chain, void=(), **kinds):
        verdict = "store_behind" if "undecided" in kinds else "in_parity"
        expected = (6, verdict, "damaged", dict(dict(transaction=1), **kinds))
        g.case("run-" + name, why, expected, chain.log(), chain.voided(*void))

    case("with-another-inside", "An ordinary event between a bound one and its outcome.", Runs().plain(1).bound().plain(2))
    case("with-another-inside-and-told-later", "The outcome comes too late: another event was written before it.",
         Runs().bound().plain(1).told(COMMITTED, 1, first=1, count=1), transaction=2)
    head = Runs().plain(1).bound(2)
    case("outcome-of-another-first", "The outcome says another first sequence.", Runs().plain(1).bound(2).told(COMMITTED, 2, first=1))
    case("outcome-of-another-count", "The outcome says another count.", Runs().plain(1).bound(2).told(COMMITTED, 2, count=1))
    case("outcome-of-another-hash", "The outcome says another hash.",
         Runs().plain(1).bound(2).told(COMMITTED, 2, hash=head.lines[1].fields["event_hash"]))
    shared = Runs().plain(1).add(bound=True, batch=2, batch_end=3)
    last = shared.lines[-1].fields
    shared.add(**own(COMMITTED, outcome_payload(2, 1, last["event_hash"], "caller"), batch=2, batch_end=3))
    case("outcome-in-the-batch", "The outcome lies in the batch of its bound event.", shared, transaction=2)
    case("outcome-alone", "An outcome without a bound event before it.", Runs().plain(1).told(COMMITTED, 1))
    case("outcome-first-of-all", "The log begins with an outcome.",
         Runs().batch(own(ABORTED, outcome_payload(1, 1, "0" * 64, "caller"))))
    twice = Runs().plain(1).bound().told(COMMITTED, 1)
    again = outcome_payload(2, 1, twice.lines[1].fields["event_hash"], "recovery")
    case("outcome-twice", "A second outcome for a run.", twice.batch(own(ABORTED, again)))
    inner = Runs().plain(1).bound()
    payload = outcome_payload(2, 1, inner.lines[1].fields["event_hash"], "caller")
    case("outcome-is-bound", "The outcome is bound itself.", inner.batch(own(COMMITTED, payload, bound=True)).plain(1))
    long = Runs().bound(1_025, payload=b"1")
    case("too-long", "A run of 1,025 events; the last of them begins another.", long.told(COMMITTED, 1))
    longest = Runs().bound(1_024, payload=b"1").told(ABORTED, 1_024)
    g.case("good-run-longest", "A run of 1,024 events.", GOOD, longest.log(), longest.voided(*range(1, 1_025)))
    case("batch-shared", "Two bound events in one batch, and no broken glass.",
         Runs().plain(1).batch(dict(bound=True), dict(bound=True)).told(COMMITTED, 1), transaction=2)
    case("batch-of-three", "Two bound events behind one record of broken glass.",
         Runs().batch(dict(glass(), bound=True), dict(bound=True), dict(bound=True)).told(COMMITTED, 1), transaction=3)
    case("batch-of-two-glasses", "A record of broken glass behind another one.",
         Runs().batch(dict(glass(), bound=True), dict(glass(), bound=True)).told(COMMITTED, 1))
    half = Runs().batch(dict(glass()), dict(bound=True)).told(COMMITTED, 1)
    case("batch-half-bound", "The record of broken glass is not bound, and the event behind it is.", half)
    case("given-up-and-decided", "A run that an ordinary event gave up, and one behind it that was aborted.",
         Runs().bound().plain(1).bound().told(ABORTED, 1), void=(3,))
    case("malformed-and-undecided", "A faulty run, and one that the log ends with.", Runs().bound().plain(1).bound(), undecided=1)


def runs_beside_damage(g):
    def garbled(chain, seq):
        log = chain.log()
        log[SEGMENT_1] = log[SEGMENT_1].replace(chain.lines[seq - 1].bytes, chain.lines[seq - 1].bytes.replace(b'"payload":{', b'"payload":{~', 1))
        return log

    chain = Runs().plain(1).bound(2).told(ABORTED, 2).plain(1)
    rows = chain.voided(2, 3)
    for seq, what in ((2, "first bound event"), (3, "last bound event"), (4, "outcome")):
        g.case("run-with-damage-%d" % seq, "The %s cannot be read: what is around it is not judged." % what,
               (6, "diverged", "damaged", dict(payload_hash=1, mismatch=1)), garbled(chain, seq), rows)
    lost = Runs().plain(1).bound(2).told(COMMITTED, 2).plain(1)
    g.case("run-with-a-gap", "A bound event is missing from the log: the gap is one finding, and there is no other.",
           (6, "log_behind", "damaged", dict(gap=1, missing_in_log=1)), {SEGMENT_1: lost.text(1, 3) + lost.text(4)}, lost.rows)


def void_flags(g):
    def wrong(name, why, chain, count, *void):
        g.case("void-" + name, why, (3, "diverged", "intact", dict(void_flag=count)), chain.log(), chain.voided(*void))

    committed = Runs().plain(1).bound(2).told(COMMITTED, 2).plain(1)
    aborted = Runs().plain(1).bound(2).told(ABORTED, 2).plain(1)
    wrong("though-committed", "A row is void whose transaction was committed.", committed, 1, 2)
    wrong("not-though-aborted", "Rows are not void whose transaction was rolled back.", aborted, 2)
    wrong("not-all-though-aborted", "One row is not void whose transaction was rolled back.", aborted, 1, 2)
    wrong("outcome", "The row of an outcome is void.", aborted, 1, 2, 3, 4)
    wrong("ordinary-behind-a-run", "The row of an ordinary event is void.", aborted, 1, 2, 3, 5)
    alone = Runs().plain(1).bound().told(ABORTED, 1)
    g.case("void-of-a-row-alone", "The log lost a whole run; whether its row is rightly void cannot be told.",
           (3, "log_behind", "intact", dict(missing_in_log=2)), {SEGMENT_1: alone.text(1, 2)}, alone.voided(2))


def boundaries(g):
    chain = Runs().plain(2)
    chain.batch(chain.schema_cutover()).told(COMMITTED, 1).plain(1)
    g.good("boundary-schema", "A cutover in place that was carried out.", chain)
    void = Runs().plain(2)
    void.batch(void.schema_cutover()).told(ABORTED, 1, "recovery")
    void.batch(void.schema_cutover(operator='\\"o\\" \\\\ 7')).told(COMMITTED, 1)
    g.case("good-boundary-void", "A cutover in place that was not, and the same plan once more.", GOOD, void.log(), void.voided(3))
    store = Runs().plain(2)
    store.batch(own("diptych.store.cutover.v1", store_payload(store.lines[-1], 2, STORE[::-1]))).plain(1)
    g.good("boundary-store", "One store took another's place.", store)
    undecided = Runs().plain(2)
    undecided.batch(undecided.schema_cutover())
    g.case("run-undecided-boundary", "A cutover whose outcome nothing tells.", (3, "store_behind", "intact", dict(undecided=1)),
           undecided.log(), undecided.rows)


def unknown_payloads(g):
    later = Runs().plain(1).bound()
    payload = outcome_payload(2, 1, later.lines[-1].fields["event_hash"], "caller")
    for name, changed_payload in (("key", payload[:-1] + ',"note":1}'), ("spelling", payload.replace('"count":1', '"count":1.0')),
                                  ("decider", payload.replace("caller", "witness"))):
        chain = Runs().plain(1).bound().batch(own(COMMITTED, changed_payload)).plain(1)
        g.case("good-outcome-of-a-later-version-" + name, "An outcome that says what this version does not know: void flags are not judged.",
               GOOD, chain.log(), chain.voided(2))
    chain = Runs().plain(1).bound().batch(own("diptych.transaction.paused.v1", payload)).plain(1)
    g.good("outcome-of-another-type", "Something about a transaction that this version does not know.", chain)
    boundary = Runs().plain(2)
    said = boundary.schema_cutover()
    said["payload"] = said["payload"].replace(b'"parity":"full"', b'"parity":"quick"')
    g.good("boundary-of-a-later-version", "A boundary that says what this version does not know can be read past.",
           boundary.batch(said).told(COMMITTED, 1))
    store = Runs().plain(1)
    g.good("store-boundary-of-a-later-version", "A store's boundary that says what this version does not know can be read past.",
           store.batch(own("diptych.store.cutover.v1", store_payload(store.lines[-1], 1))))
