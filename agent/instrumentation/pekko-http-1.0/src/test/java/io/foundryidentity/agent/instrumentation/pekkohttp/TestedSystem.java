package io.foundryidentity.agent.instrumentation.pekkohttp;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;

/** The actor system of all tests in this JVM, without Pekko's log on the console. */
final class TestedSystem {

  static final ActorSystem ONLY =
      ActorSystem.create(
          "tested",
          ConfigFactory.parseMap(
                  Map.of(
                      "pekko.loglevel", "OFF",
                      "pekko.stdout-loglevel", "OFF",
                      "pekko.daemonic", "on"))
              .withFallback(ConfigFactory.load()));

  static final Materializer STREAMS = SystemMaterializer.get(ONLY).materializer();

  private TestedSystem() {}
}
