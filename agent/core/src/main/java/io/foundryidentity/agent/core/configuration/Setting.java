package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.targets.Quoted;

/** A value as it was written, and its source. */
final class Setting {

  final String key;
  final String value;

  /** A text for messages: {@code agent argument}, {@code system property foundry.identity.x}. */
  final String source;

  Setting(String key, String value, String source) {
    this.key = key;
    this.value = value;
    this.source = source;
  }

  /** Whether it is from a variable that belongs to Azure or the application, not to this agent. */
  boolean isFallback() {
    return source.startsWith(Settings.VARIABLE)
        && !source.startsWith(KeyNames.VARIABLE_PREFIX, Settings.VARIABLE.length() + 1);
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
