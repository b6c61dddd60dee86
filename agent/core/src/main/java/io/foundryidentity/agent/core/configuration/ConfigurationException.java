package io.foundryidentity.agent.core.configuration;

import java.util.List;

/** The configuration is wrong; says all that is wrong with it, one line each. */
public final class ConfigurationException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  ConfigurationException(List<String> problems) {
    super(problems.get(0));
    this.problems = problems;
  }

  /** At least one; each names the key, the value, where it came from and what would be right. */
  public List<String> problems() {
    return problems;
  }
}
