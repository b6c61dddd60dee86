package io.foundryidentity.agent.core.connection;

import java.io.ByteArrayInputStream;
import java.io.IOException;

/** An answer as the agent's own HTTP reads it. */
public final class ReadAnswer {

  private ReadAnswer() {}

  public static HttpAnswer of(byte[] bytes) throws IOException {
    return HttpAnswer.read(new ByteArrayInputStream(bytes));
  }
}
