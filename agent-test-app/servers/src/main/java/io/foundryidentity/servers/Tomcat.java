package io.foundryidentity.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Tomcat by its own script, with a base folder of its own for each start. */
record Tomcat(Checkout checkout, Jvm jvm, int major, String war) implements Server {

  @Override
  public String name() {
    return "tomcat-" + major;
  }

  @Override
  public String title() {
    return "Apache Tomcat";
  }

  @Override
  public String version() throws IOException {
    return home().getFileName().toString().replace("apache-tomcat-", "");
  }

  @Override
  public String note() {
    return "a war, with its client libraries in WEB-INF/lib";
  }

  @Override
  public Launch prepare(StartSettings settings) throws IOException {
    Path base = settings.folder().resolve("base");
    Folders.copy(home().resolve("conf"), base.resolve("conf"));
    Path serverXml = base.resolve("conf/server.xml");
    Files.writeString(
        serverXml,
        Files.readString(serverXml)
            .replace("port=\"8080\"", "port=\"" + settings.port() + "\"")
            .replace("port=\"8005\"", "port=\"-1\"")); // It is stopped by a signal
    for (String name : List.of("webapps", "temp", "logs")) {
      Files.createDirectories(base.resolve(name));
    }
    Files.copy(
        checkout.application(war + "/target/application.war"),
        base.resolve("webapps/application.war"));
    return Launch.of(
            List.of("bash", home().resolve("bin/catalina.sh").toString(), "run"),
            base,
            "Server startup in",
            settings.url("/application/questions"))
        .with(
            Map.of(
                "CATALINA_BASE", base.toString(),
                "CATALINA_OPTS", settings.optionsInOneLine()));
  }

  private Path home() throws IOException {
    return Folders.only(checkout.distribution(name()));
  }
}
