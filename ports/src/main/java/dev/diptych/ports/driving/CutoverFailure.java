package dev.diptych.ports.driving;

import java.util.Optional;

/**
 * What kept a cutover from being committed.
 *
 * @param stage what it was at
 * @param step the step that was applied, or whose check disagreed; empty where it was none of them
 * @param why in sentences
 * @param cause what was thrown; empty where nothing was
 */
public record CutoverFailure(CutoverStage stage, Optional<String> step, String why, Optional<Exception> cause) {}
