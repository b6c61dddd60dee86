package io.foundryidentity.agent.gateway;

import org.jspecify.annotations.Nullable;

/** Why a request that was let in got an error of the gateway itself. */
enum OwnError {
  NO_TOKEN("NoToken", "no_token"),
  TARGET_UNREACHABLE("TargetUnreachable", "target_unreachable"),
  TOO_MANY_CONNECTIONS("TooManyConnections", "too_many_connections");

  private final String code;
  private final String label;

  OwnError(String code, String label) {
    this.code = code;
    this.label = label;
  }

  /** In the answer. */
  String code() {
    return code;
  }

  /** For a metric. */
  String label() {
    return label;
  }

  static @Nullable OwnError of(@Nullable String code) {
    for (OwnError error : values()) {
      if (error.code.equals(code)) {
        return error;
      }
    }
    return null;
  }
}
