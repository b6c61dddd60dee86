package io.foundryidentity.agent.instrumentation.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What the application gets back.
 *
 * @param body not read yet
 * @param visibleRequest everything that the application can see of its request after sending:
 *     headers and texts of its own request object, of the one that the response names, of events
 */
public record TestResponse(int status, InputStream body, String visibleRequest)
    implements AutoCloseable {

  /** Reads the body to its end. */
  public String text() throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
