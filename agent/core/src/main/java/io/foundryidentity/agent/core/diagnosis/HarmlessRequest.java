package io.foundryidentity.agent.core.diagnosis;

import org.jspecify.annotations.Nullable;

/** The request that asks whether a target takes a token: it reads a list and changes nothing. */
public final class HarmlessRequest {

  private static final String MODELS = "/openai/v1/models";

  /** Where a resource's own paths begin; what stands before belongs to a front. */
  private static final String[] INTERFACES = {"/openai", "/anthropic", "/models"};

  private HarmlessRequest() {}

  /**
   * The path of the list of models that goes with a path.
   *
   * @param path a target's path prefix, the path of some request, or null where nothing is known
   */
  public static String path(@Nullable String path) {
    String base = path == null ? "" : path;
    for (String interfacePath : INTERFACES) {
      int begin = base.indexOf(interfacePath);
      if (begin >= 0) {
        return base.substring(0, begin) + MODELS;
      }
    }
    return base + MODELS;
  }
}
