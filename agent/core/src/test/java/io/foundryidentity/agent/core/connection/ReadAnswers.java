package io.foundryidentity.agent.core.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** An answer as the agent's own HTTP reads it, for tests of other packages. */
public final class ReadAnswers {

  private ReadAnswers() {}

  public static HttpAnswer of(byte[] bytes) throws IOException {
    return HttpAnswer.read(new ByteArrayInputStream(bytes));
  }
}
