package dev.diptych.ports.driving;

import java.util.Optional;

/** The receipt of the answers that mean that the event is durable. */
final class ReceiptOf implements AppendAnswer.Cases<Optional<AppendReceipt>> {
    @Override
    public Optional<AppendReceipt> mirrored(AppendAnswer.Mirrored answer) {
        return Optional.of(answer.durable());
    }

    @Override
    public Optional<AppendReceipt> alreadyRecorded(AppendAnswer.AlreadyRecorded answer) {
        return Optional.of(answer.durable());
    }

    @Override
    public Optional<AppendReceipt> mirrorPending(AppendAnswer.MirrorPending answer) {
        return Optional.of(answer.durable());
    }

    @Override
    public Optional<AppendReceipt> policyRefused(AppendAnswer.PolicyRefused answer) {
        return Optional.empty();
    }

    @Override
    public Optional<AppendReceipt> eventConflict(AppendAnswer.EventConflict answer) {
        return Optional.empty();
    }

    @Override
    public Optional<AppendReceipt> eventVoid(AppendAnswer.EventVoid answer) {
        return Optional.empty();
    }

    @Override
    public Optional<AppendReceipt> eventInvalid(AppendAnswer.EventInvalid answer) {
        return Optional.empty();
    }

    @Override
    public Optional<AppendReceipt> storeTooFarBehind(AppendAnswer.StoreTooFarBehind answer) {
        return Optional.empty();
    }

    @Override
    public Optional<AppendReceipt> insideTransaction(AppendAnswer.InsideTransaction answer) {
        return Optional.empty();
    }

    @Override
    public Optional<AppendReceipt> forked(AppendAnswer.Forked answer) {
        return Optional.empty();
    }

    @Override
    public Optional<AppendReceipt> logReplaced(AppendAnswer.LogReplaced answer) {
        return Optional.empty();
    }

    @Override
    public Optional<AppendReceipt> notWritten(AppendAnswer.NotWritten answer) {
        return Optional.empty();
    }

    @Override
    public Optional<AppendReceipt> outcomeUnknown(AppendAnswer.OutcomeUnknown answer) {
        return Optional.empty();
    }
}
