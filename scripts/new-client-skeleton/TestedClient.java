package io.foundryidentity.agent.instrumentation.@package@;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import javax.net.ssl.SSLContext;

/** The client as an application uses it. */
final class Tested@type@ implements TestedClient {

  Tested@type@(SSLContext trust) {
    // A client with a setting of its own for this is given it there
    SSLContext.setDefault(trust);
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new @type@Instrumentation();
  }

  /** TODO: without what the client itself cannot do. */
  @Override
  public Set<Ability> abilities() {
    return EnumSet.allOf(Ability.class);
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  @Override
  public TestResponse send(TestRequest request) throws IOException {
    throw new IOException("TODO: send " + request.uri() + " with the client");
  }
}
