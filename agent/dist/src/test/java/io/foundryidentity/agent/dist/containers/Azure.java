package io.foundryidentity.agent.dist.containers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Network.Ipam;
import io.foundryidentity.agent.dist.program.Relay;
import io.foundryidentity.simulator.Cloud;
import io.foundryidentity.simulator.IdentityEndpoints;
import io.foundryidentity.simulator.ReceivedRequest;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext.Store.CloseableResource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.lifecycle.Startables;

/**
 * A network in which the simulator has Azure's own addresses and names.
 *
 * <p>The simulator runs in the JVM of the tests, so that they can ask it what it saw, and listens
 * at the network's gateway alone. Containers that only pass bytes on give it 169.254.169.254, the
 * host names, and the platforms' addresses.
 */
final class Azure implements CloseableResource, AutoCloseable {

  static final String RESOURCE_HOST = "contoso.openai.azure.com";

  /** The same resource under its own name, and in the other clouds. */
  static final String PROJECT_HOST = "contoso.services.ai.azure.com";

  static final String GOVERNMENT_HOST = "contoso.openai.azure.us";
  static final String CHINA_HOST = "contoso.openai.azure.cn";
  static final String AUTHORITY_HOST = "login.microsoftonline.com";
  static final String GITHUB_HOST = "run-actions-1-azure-eastus.actions.githubusercontent.com";
  static final String GOOGLE_HOST = "metadata.google.internal";
  static final String API_SERVER = "kubernetes.default.svc";
  static final String IMDS = "169.254.169.254";
  static final String APP_SERVICE = "169.254.169.253";
  static final int APP_SERVICE_PORT = 8081;
  static final String ECS = "169.254.170.2";
  static final String EKS = "169.254.170.23";

  private static final String SUBNET = "169.254.168.0/22";
  private static final String GATEWAY = "169.254.169.1";

  private final Path folder;
  private final Network network;
  private final Simulator simulator;
  private final ImageFromDockerfile java;
  private final List<GenericContainer<?>> relays;

  Azure() {
    try {
      folder = Files.createTempDirectory("containers");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Ipam subnet = new Ipam().withConfig(new Ipam.Config().withSubnet(SUBNET).withGateway(GATEWAY));
    network =
        Network.builder().createNetworkCmdModifier(command -> command.withIpam(subnet)).build();
    network.getId(); // Makes it, and with it the address at which the simulator listens
    simulator = Simulator.builder().tokenLifetime(Duration.ofHours(24)).address(GATEWAY).start();
    java = JavaImage.build(folder);
    relays =
        List.of(
            managedIdentity(80)
                .withNetworkAliases(GOOGLE_HOST)
                .withCreateContainerCmdModifier(address(IMDS)),
            managedIdentity(80).withCreateContainerCmdModifier(address(ECS)),
            managedIdentity(80).withCreateContainerCmdModifier(address(EKS)),
            managedIdentity(APP_SERVICE_PORT).withCreateContainerCmdModifier(address(APP_SERVICE)),
            relay(443, simulator.foundry().port())
                .withNetworkAliases(RESOURCE_HOST, PROJECT_HOST, GOVERNMENT_HOST, CHINA_HOST),
            relay(443, identity().authorityPort())
                .withNetworkAliases(
                    AUTHORITY_HOST,
                    Cloud.US_GOVERNMENT.authorityHost(),
                    Cloud.CHINA.authorityHost(),
                    GITHUB_HOST,
                    "sts." + identity().aws().region() + ".amazonaws.com"),
            relay(443, identity().tokenProxyUrl().getPort()).withNetworkAliases(API_SERVER));
    Startables.deepStart(relays).join();
  }

  Simulator simulator() {
    return simulator;
  }

  IdentityEndpoints identity() {
    return simulator.identity();
  }

  /** What the identity endpoints were asked, without the look whether there is an IMDS at all. */
  List<ReceivedRequest> tokenRequests() {
    return identity().requests().stream()
        .filter(request -> request.query("resource") != null || request.method().equals("POST"))
        .toList();
  }

  /** An application in a container of this network. */
  Application application() {
    return new Application(this);
  }

  /** The managed identity endpoints at a port of a container's own. */
  GenericContainer<?> managedIdentity(int port) {
    return relay(port, identity().managedIdentityPort());
  }

  private GenericContainer<?> relay(int port, int to) {
    return program(Relay.class, port + "=" + GATEWAY + ":" + to).withNetwork(network);
  }

  /** A program of the tests on the image's Java; it says that it is ready. */
  GenericContainer<?> program(Class<?> main, String... arguments) {
    return new GenericContainer<>(java)
        .withCommand(JavaImage.command(main, arguments))
        .waitingFor(Wait.forLogMessage(".*ready\n", 1).withStartupTimeout(Duration.ofMinutes(3)));
  }

  Network network() {
    return network;
  }

  /** What was seen and told before does not count. */
  void forget() {
    simulator.anyResource();
    simulator.foundry().acceptAll();
    identity().recover();
    identity().directory().clear();
    identity().hostedAgent().atImds(false);
    identity().clear();
    simulator.foundry().clear();
  }

  private static Consumer<CreateContainerCmd> address(String address) {
    return command -> command.withIpv4Address(address);
  }

  @Override
  public void close() throws IOException {
    relays.forEach(GenericContainer::stop);
    network.close();
    simulator.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
