package io.foundryidentity.agent.instrumentation.akkahttp;

import akka.actor.ActorSystem;
import akka.stream.ActorMaterializer;
import akka.stream.Materializer;
import com.typesafe.config.ConfigFactory;
import java.util.Map;

/**
 * The actor system of all tests in this JVM, without Akka's log on the console. A pool gives up an
 * answer that nobody reads within a second, which is too short for a thread on a busy machine.
 */
final class TestedSystem {

  static final ActorSystem ONLY =
      ActorSystem.create(
          "tested",
          ConfigFactory.parseMap(
                  Map.of(
                      "akka.loglevel", "OFF",
                      "akka.stdout-loglevel", "OFF",
                      "akka.daemonic", "on",
                      "akka.http.host-connection-pool.response-entity-subscription-timeout", "60s"))
              .withFallback(ConfigFactory.load()));

  @SuppressWarnings("deprecation") // Deprecated in Pekko; Akka 2.5 has no other
  static final Materializer STREAMS = ActorMaterializer.create(ONLY);

  private TestedSystem() {}
}
