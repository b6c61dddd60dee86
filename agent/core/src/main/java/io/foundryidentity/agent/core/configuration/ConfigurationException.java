package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.output.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The configuration is invalid; has all its mistakes, one line each. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;
  private final transient @Nullable Choices choices;

  /**
   * @param choices what could be read all the same
   */
  ConfigurationException(List<String> problems, Choices choices) {
    super(SafeText.line(problems.get(0)));
    List<String> safe = new ArrayList<>();
    for (String problem : problems) {
      safe.add(SafeText.line(problem));
    }
    this.problems = safe;
    this.choices = choices;
  }

  /** At least one; each names the key, the value, its source and what would be right. */
  public List<String> problems() {
    return problems;
  }

  /** Where to tell them too; null for standard error alone. */
  public @Nullable String logFile() {
    return choices == null ? null : choices.logFile;
  }

  /** Whether to tell them as JSON. */
  public boolean logsJson() {
    return choices != null && choices.logsJson;
  }
}
