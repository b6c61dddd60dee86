package io.foundryidentity.agent.dist.program;

import java.io.IOException;

/**
 * Asks as {@link Get} does, and ends with its input: so the agent can still write what it writes on
 * threads of its own.
 */
public final class GetThenWait {

  private GetThenWait() {}

  public static void main(String[] urls) throws IOException {
    Get.main(urls);
    while (System.in.read() >= 0) {
      // Only the end counts
    }
  }
}
