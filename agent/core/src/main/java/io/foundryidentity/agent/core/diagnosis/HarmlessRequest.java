package io.foundryidentity.agent.core.diagnosis;

import org.jspecify.annotations.Nullable;

/** The request that asks whether a target takes a token: it reads a list and changes nothing. */
public final class HarmlessRequest {

  private static final String MODELS = "/openai/v1/models";

  private HarmlessRequest() {}

  /**
   * The path of the list of models under a prefix.
   *
   * @param prefix a target's path prefix, or null where every path belongs to it
   */
  public static String path(@Nullable String prefix) {
    if (prefix == null) {
      return MODELS;
    }
    if (prefix.endsWith("/models")) {
      return prefix;
    }
    if (prefix.endsWith("/openai/v1")) {
      return prefix + "/models";
    }
    return prefix.endsWith("/openai") ? prefix + "/v1/models" : prefix + MODELS;
  }
}
