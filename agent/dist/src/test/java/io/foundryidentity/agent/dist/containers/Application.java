package io.foundryidentity.agent.dist.containers;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.ChangeLog;
import com.github.dockerjava.api.model.Volume;
import io.foundryidentity.agent.dist.program.Assistant;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;

/**
 * A web application that knows nothing of the agent, in a container: a user without a name, the
 * agent's jar for reading only, and unless a test says otherwise nothing that can be written to.
 */
final class Application implements AutoCloseable {

  static final String AGENT = "/agent/foundry-identity-agent.jar";

  private static final Path JAR = Path.of(System.getProperty("agent.jar")).toAbsolutePath();
  private static final String USER = "65532:65532";
  private static final int PORT = 8080;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final Azure azure;
  private final GenericContainer<?> container;
  private final List<Bind> mounts = new ArrayList<>();
  private GenericContainer<?> reachedThrough;
  private boolean root;

  Application(Azure azure) {
    this.azure = azure;
    container = azure.program(Assistant.class);
    resource("https://" + Azure.RESOURCE_HOST);
    reachedThrough = container;
    Path trust = azure.simulator().certificates().trustStore();
    mount(trust, JavaImage.TRUST_STORE);
  }

  /** All that is done to have the agent. */
  Application withAgent() {
    mount(JAR, AGENT);
    return environment("JAVA_TOOL_OPTIONS", "-javaagent:" + AGENT);
  }

  Application environment(String name, String value) {
    container.withEnv(name, value);
    return this;
  }

  /** What it asks, which the agent finds without any setting. */
  Application resource(String url) {
    return environment("FOUNDRY_RESOURCE_URL", url);
  }

  /** The same where Foundry itself runs the application. */
  Application project(String url) {
    container.getEnvMap().remove("FOUNDRY_RESOURCE_URL");
    return environment("FOUNDRY_PROJECT_ENDPOINT", url);
  }

  /** A setting of the agent. */
  Application setting(String key, String value) {
    String name = key.replace('-', '_').toUpperCase(Locale.ROOT);
    return environment("FOUNDRY_IDENTITY_" + name, value);
  }

  Application mount(Path file, String as) {
    mounts.add(new Bind(file.toString(), new Volume(as), AccessMode.ro));
    return this;
  }

  /** Where whatever wants to write can. */
  Application asRootOnWritableFileSystem() {
    root = true;
    return this;
  }

  /** In the network of that container, which is its localhost too. */
  Application beside(GenericContainer<?> other) {
    reachedThrough = other;
    return this;
  }

  Application start() {
    if (reachedThrough == container) {
      container.withNetwork(azure.network()).withExposedPorts(PORT);
    } else {
      reachedThrough.withExposedPorts(PORT).start();
      container.withNetworkMode("container:" + reachedThrough.getContainerId());
    }
    container.withCreateContainerCmdModifier(
        command -> {
          command.withUser(root ? "0:0" : USER);
          command.getHostConfig().withBinds(mounts).withReadonlyRootfs(!root);
        });
    container.start();
    return this;
  }

  /** Has it ask Foundry once. */
  HttpResponse<String> ask() throws IOException, InterruptedException {
    String url =
        "http://" + reachedThrough.getHost() + ":" + reachedThrough.getMappedPort(PORT) + "/ask";
    return CLIENT.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString());
  }

  /** The lines of its standard error. */
  List<String> errors() {
    return container.getLogs(OutputType.STDERR).lines().filter(line -> !line.isEmpty()).toList();
  }

  /** What was written to its file system. */
  List<String> written() {
    return container.getDockerClient().containerDiffCmd(container.getContainerId()).exec().stream()
        .map(ChangeLog::getPath)
        .toList();
  }

  @Override
  public void close() {
    container.stop();
    if (reachedThrough != container) {
      reachedThrough.stop();
    }
  }
}
