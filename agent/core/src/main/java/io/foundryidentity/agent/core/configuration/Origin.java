package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.target.Quoted;

/** A setting that is in force, and where it comes from; shows no user information and no query. */
public final class Origin {

  private final String key;
  private final String value;
  private final String source;

  /**
   * @param source fit for a message
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

  /** {@code agent argument}, {@code environment variable X}, {@code default} and the like. */
  public String source() {
    return source;
  }

  public boolean isDefault() {
    return source.equals(Origins.DEFAULT);
  }
}
