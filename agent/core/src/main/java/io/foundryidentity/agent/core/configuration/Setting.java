package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.Quoted;

/** A value as it was written, and its source. */
final class Setting {

  final String key;
  final String value;

  /** A text for messages: {@code agent argument}, {@code system property foundry.identity.x}. */
  final String source;

  private final boolean fallback;

  Setting(String key, String value, String source) {
    this(key, value, source, false);
  }

  private Setting(String key, String value, String source, boolean fallback) {
    this.key = key;
    this.value = value;
    this.source = source;
    this.fallback = fallback;
  }

  /** From a variable that belongs to Azure or the application, not to this agent. */
  static Setting fallback(String key, String value, String variable) {
    return new Setting(key, value, Settings.VARIABLE + " " + variable, true);
  }

  /** Whether it is from a variable that belongs to Azure or the application, not to this agent. */
  boolean isFallback() {
    return fallback;
  }

  /** Whether it is from a variable whose name begins so. */
  boolean isFrom(String variablePrefix) {
    return !fallback && source.startsWith(Settings.VARIABLE + " " + variablePrefix);
  }

  /** The start of a message that quotes only a part of the value. */
  String named() {
    return key + " (" + source + ")";
  }

  /** The start of every other message about this setting. */
  String described() {
    return key + "=" + Quoted.quote(value) + " (" + source + ")";
  }
}
