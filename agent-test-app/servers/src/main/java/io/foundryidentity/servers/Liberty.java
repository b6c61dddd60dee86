package io.foundryidentity.servers;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Open Liberty by its own script, which adds an agent of Liberty's own: Equinox below it all. */
record Liberty(Checkout checkout, Jvm jvm) implements Server {

  @Override
  public String name() {
    return "liberty";
  }

  @Override
  public String title() {
    return "Open Liberty";
  }

  @Override
  public String version() throws IOException {
    Properties versions = new Properties();
    try (Reader in =
        Files.newBufferedReader(home().resolve("lib/versions/openliberty.properties"))) {
      versions.load(in);
    }
    return versions.getProperty("com.ibm.websphere.productVersion", "unknown");
  }

  @Override
  public String note() {
    return "a war; its kernel is OSGi (Equinox) and brings an agent of its own";
  }

  @Override
  public Launch prepare(StartSettings settings) throws IOException {
    Path user = settings.folder().resolve("usr");
    Path server = user.resolve("servers/application");
    Files.createDirectories(server.resolve("dropins"));
    Files.copy(
        checkout.application("war/target/application.war"),
        server.resolve("dropins/application.war"));
    Files.writeString(
        server.resolve("server.xml"),
        """
        <server>
          <featureManager><feature>servlet-4.0</feature></featureManager>
          <httpEndpoint id="defaultHttpEndpoint" host="localhost" httpPort="%d"/>
        </server>
        """
            .formatted(settings.port()));
    return Launch.of(
            List.of("bash", home().resolve("bin/server").toString(), "run", "application"),
            server,
            "CWWKF0011I",
            settings.url("/application/questions"))
        .with(
            Map.of(
                "WLP_USER_DIR", user.toString(),
                "JVM_ARGS", settings.optionsInOneLine()));
  }

  private Path home() throws IOException {
    return Folders.only(checkout.distribution(name()));
  }
}
