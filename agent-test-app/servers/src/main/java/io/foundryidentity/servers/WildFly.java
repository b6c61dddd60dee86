package io.foundryidentity.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** WildFly's standalone server by its own script: JBoss Modules, and a log manager of its own. */
record WildFly(Checkout checkout, Jvm jvm) implements Server {

  @Override
  public String name() {
    return "wildfly";
  }

  @Override
  public String title() {
    return "WildFly";
  }

  @Override
  public String version() throws IOException {
    return home().getFileName().toString().replace("wildfly-", "");
  }

  @Override
  public String note() {
    return "a war; JBoss Modules hides the agent's bridge, and no system property is set for it";
  }

  @Override
  public Launch prepare(StartSettings settings) throws IOException {
    Path base = settings.folder().resolve("standalone");
    Folders.copy(home().resolve("standalone"), base);
    Files.copy(
        checkout.application("war-jakarta/target/application.war"),
        base.resolve("deployments/application.war"));
    return Launch.of(
            List.of(
                "bash",
                home().resolve("bin/standalone.sh").toString(),
                "-Djboss.server.base.dir=" + base,
                "-Djboss.http.port=" + settings.port(),
                "-Djboss.https.port=0",
                "-Djboss.management.http.port=0"),
            base,
            "WFLYSRV00(25|26)",
            settings.url("/application/questions"))
        .with(Map.of("JAVA_OPTS", settings.optionsInOneLine()));
  }

  private Path home() throws IOException {
    return Folders.only(checkout.distribution(name()));
  }
}
