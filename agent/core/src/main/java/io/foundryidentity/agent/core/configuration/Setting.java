package io.foundryidentity.agent.core.configuration;

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

  /** How every message about this setting begins. */
  String described() {
    return key + "=" + Masked.value(value) + " (" + source + ")";
  }
}
