package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.Quoted;

/** An active setting and its source; shows no user information and no query. */
public final class Origin {

  private final String key;
  private final String value;
  private final String source;

  /**
   * @param source a text for messages
   */
  public Origin(String key, String value, String source) {
    this.key = key;
    this.value = value;
    this.source = source;
  }

  public String key() {
    return key;
  }

  /** In quotes, on one line. */
  public String value() {
    return Quoted.quote(value);
  }

  /** For example {@code agent argument}, {@code environment variable X} or {@code default}. */
  public String source() {
    return source;
  }

  public boolean isDefault() {
    return source.equals(Origins.DEFAULT);
  }
}
