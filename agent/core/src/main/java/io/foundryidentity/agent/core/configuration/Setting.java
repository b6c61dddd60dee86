package io.foundryidentity.agent.core.configuration;

import io.foundryidentity.agent.core.target.Quoted;

/** A value as it was written, and where. */
final class Setting {

  final String key;
  final String value;

  /** Fit for a message: {@code agent argument}, {@code system property foundry.identity.x}. */
  final String source;

  Setting(String key, String value, String source) {
    this.key = key;
    this.value = value;
    this.source = source;
  }

  /** How a message begins that quotes a part of the value itself. */
  String named() {
    return key + " (" + source + ")";
  }

  /** How every other message about this setting begins. */
  String described() {
    return key + "=" + Quoted.quote(value) + " (" + source + ")";
  }
}
