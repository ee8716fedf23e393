package dev.diptych.ports.driving;

import dev.diptych.domain.chain.ChainHead;
import dev.diptych.domain.chain.LedgerId;
import dev.diptych.ports.driven.LogLeft;
import dev.diptych.ports.driven.StoreIdentity;
import java.util.Optional;

/**
 * How a ledger is.
 *
 * @param ledgerId its identity; empty while it is unborn
 * @param logHead the newest event of the log; empty where it has none
 * @param storeHead the newest event of the store; empty where it has none
 * @param store who the store is; empty where there is none
 * @param left how the last writer left it, and who holds it now
 * @param hold what the mark says that keeps writers away; empty if there is none
 * @param verification a quick verification
 */
public record LedgerStatus(
        Optional<LedgerId> ledgerId,
        Optional<ChainHead> logHead,
        Optional<ChainHead> storeHead,
        Optional<StoreIdentity> store,
        LogLeft left,
        Optional<String> hold,
        VerifyReport verification) {}
