package dev.diptych.contracts.twins;

import dev.diptych.contracts.suites.HoldMarkContract;
import dev.diptych.ports.driven.HoldMark;

class TwinHoldMarkContractTest extends HoldMarkContract {
    private TwinHoldMark mark = new TwinHoldMark();

    @Override
    protected HoldMark mark() {
        mark = new TwinHoldMark();
        return mark;
    }

    @Override
    protected HoldMark afterPowerCut() {
        return mark;
    }

    @Override
    protected void spoil() {
        mark.setFailing(true);
    }
}
