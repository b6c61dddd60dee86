package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.diagnosis.Explanation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The result of one step of a check; contains no secret. */
final class StepResult {

  enum State {
    OK,
    /** Nothing is wrong, but there is a remark. */
    NOTE,
    FAILED,
    /** A step before it failed. */
    SKIPPED
  }

  private State state;
  private final String detail;
  private final @Nullable Explanation explanation;
  private final List<String> more = new ArrayList<>();
  private final Map<String, Object> facts = new LinkedHashMap<>();
  private int exitCode;

  private StepResult(State state, String detail, @Nullable Explanation explanation) {
    this.state = state;
    this.detail = detail;
    this.explanation = explanation;
  }

  static StepResult ok(String detail) {
    return new StepResult(State.OK, detail, null);
  }

  static StepResult note(String detail, Explanation explanation) {
    return new StepResult(State.NOTE, detail, explanation);
  }

  static StepResult failed(String detail, Explanation explanation) {
    return new StepResult(State.FAILED, detail, explanation);
  }

  static StepResult skipped(String why) {
    return new StepResult(State.SKIPPED, why, null);
  }

  /** One more line below the step's own. */
  StepResult line(String line) {
    more.add(line);
    return this;
  }

  /** A value for scripts; null values are left out. */
  StepResult fact(String name, @Nullable Object value) {
    if (value != null) {
      facts.put(name, value);
    }
    return this;
  }

  /** Sets the exit code of a check that fails here; without it, the step's own counts. */
  StepResult exitCode(int code) {
    exitCode = code;
    return this;
  }

  /** Makes a remark of a failure that does not matter here. */
  StepResult asNote() {
    state = State.NOTE;
    return this;
  }

  /**
   * @param ofStep the exit code of the step
   */
  int exitCodeOr(int ofStep) {
    return exitCode == 0 ? ofStep : exitCode;
  }

  State state() {
    return state;
  }

  String detail() {
    return detail;
  }

  @Nullable Explanation explanation() {
    return explanation;
  }

  List<String> more() {
    return Collections.unmodifiableList(more);
  }

  Map<String, Object> facts() {
    return Collections.unmodifiableMap(facts);
  }
}
