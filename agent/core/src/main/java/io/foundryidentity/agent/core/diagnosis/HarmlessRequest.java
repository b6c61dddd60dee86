package io.foundryidentity.agent.core.diagnosis;

import org.jspecify.annotations.Nullable;

/** The request that tests whether a target accepts a token: it reads a list and changes nothing. */
public final class HarmlessRequest {

  private static final String MODELS = "/openai/v1/models";

  /**
   * Where a resource's own paths begin; a prefix before them belongs to a gateway in front of it.
   */
  private static final String[] INTERFACES = {"/openai", "/anthropic", "/models"};

  private HarmlessRequest() {}

  /**
   * The path of the list of models for another path of the same target.
   *
   * @param path a target's path prefix, the path of some request, or null if none is known
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
