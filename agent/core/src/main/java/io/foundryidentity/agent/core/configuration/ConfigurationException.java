package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.output.SafeText;
import java.util.ArrayList;
import java.util.List;

/** The configuration is invalid; has all its mistakes, one line each. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigurationException(List<String> problems) {
    super(SafeText.line(problems.get(0)));
    List<String> safe = new ArrayList<>();
    for (String problem : problems) {
      safe.add(SafeText.line(problem));
    }
    this.problems = safe;
  }

  /** At least one; each names the key, the value, its source and what would be right. */
  public List<String> problems() {
    return problems;
  }
}
