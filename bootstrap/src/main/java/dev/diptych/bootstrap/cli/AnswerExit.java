package dev.diptych.bootstrap.cli;

import dev.diptych.ports.driving.AppendAnswer;

/** The exit code that an answer leads to when it ends an append. */
final class AnswerExit implements AppendAnswer.Cases<Integer> {
    @Override
    public Integer mirrored(AppendAnswer.Mirrored answer) {
        return ExitCodes.GOOD;
    }

    @Override
    public Integer alreadyRecorded(AppendAnswer.AlreadyRecorded answer) {
        return ExitCodes.GOOD;
    }

    @Override
    public Integer mirrorPending(AppendAnswer.MirrorPending answer) {
        return ExitCodes.GOOD;
    }

    @Override
    public Integer policyRefused(AppendAnswer.PolicyRefused answer) {
        return ExitCodes.REFUSED;
    }

    @Override
    public Integer eventConflict(AppendAnswer.EventConflict answer) {
        return ExitCodes.REFUSED;
    }

    @Override
    public Integer eventVoid(AppendAnswer.EventVoid answer) {
        return ExitCodes.REFUSED;
    }

    @Override
    public Integer eventInvalid(AppendAnswer.EventInvalid answer) {
        return ExitCodes.REFUSED;
    }

    @Override
    public Integer storeTooFarBehind(AppendAnswer.StoreTooFarBehind answer) {
        return ExitCodes.PRECONDITION;
    }

    @Override
    public Integer insideTransaction(AppendAnswer.InsideTransaction answer) {
        return ExitCodes.PRECONDITION;
    }

    @Override
    public Integer forked(AppendAnswer.Forked answer) {
        return ExitCodes.DAMAGED;
    }

    @Override
    public Integer logReplaced(AppendAnswer.LogReplaced answer) {
        return ExitCodes.PRECONDITION;
    }

    @Override
    public Integer notWritten(AppendAnswer.NotWritten answer) {
        return ExitCodes.PRECONDITION;
    }

    @Override
    public Integer outcomeUnknown(AppendAnswer.OutcomeUnknown answer) {
        return ExitCodes.PRECONDITION;
    }

    /** Whether the event alone was at fault, so that those behind it may still be appended. */
    static boolean isOfTheEvent(AppendAnswer answer) {
        return answer instanceof AppendAnswer.EventConflict
                || answer instanceof AppendAnswer.EventVoid
                || answer instanceof AppendAnswer.EventInvalid;
    }
}
