package io.foundryidentity.agent.instrumentation.pekkohttp;

import io.foundryidentity.agent.instrumentation.akkahttp.AkkaHttpInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import io.foundryidentity.agent.instrumentation.support.Renames;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Pekko HTTP's client: Akka HTTP's join points and advice with Pekko's names.
 *
 * <p>Public: the runtime makes one.
 */
public final class PekkoHttpInstrumentation implements ClientInstrumentation {

  private static final Renames PEKKO =
      Renames.of("akka/", "org/apache/pekko/")
          .and(
              "com/typesafe/sslconfig/akka/AkkaSSLConfig",
              "com/typesafe/sslconfig/pekko/PekkoSSLConfig");

  private final ClientInstrumentation akka = new AkkaHttpInstrumentation();

  @Override
  public String client() {
    return "pekko-http";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return akka.joinPoints().stream()
        .map(joinPoint -> joinPoint.renamed(PEKKO))
        .collect(Collectors.toList());
  }

  @Override
  public List<String> earlyTypes() {
    return akka.earlyTypes().stream().map(PEKKO::rename).collect(Collectors.toList());
  }
}
