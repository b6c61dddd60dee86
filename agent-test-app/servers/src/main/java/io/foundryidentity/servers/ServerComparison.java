package io.foundryidentity.servers;

import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Starts one server twice; the two starts differ in the {@code -javaagent} flag only. */
final class ServerComparison {

  private static final String ANSWER = "ANSWER ";

  private final Simulator simulator;
  private final Checkout checkout;

  ServerComparison(Simulator simulator, Checkout checkout) {
    this.simulator = simulator;
    this.checkout = checkout;
  }

  Result of(Server server) throws InterruptedException {
    long began = System.nanoTime();
    List<String> faults = new ArrayList<>();
    String version = "";
    try {
      version = server.version();
      Start without = start(server, false);
      Start with = start(server, true);
      faults.addAll(Verdict.on(without, with));
    } catch (IOException | RuntimeException failure) {
      faults.add(failure.toString());
    }
    return new Result(server, version, faults, Duration.ofNanos(System.nanoTime() - began));
  }

  private Start start(Server server, boolean withAgent) throws IOException, InterruptedException {
    Path folder = checkout.runs().resolve(server.name() + (withAgent ? "-with" : "-without"));
    Folders.delete(folder);
    Files.createDirectories(folder);
    Path classes = folder.resolve("classes.log");
    List<String> options = new ArrayList<>();
    if (withAgent) {
      options.add("-javaagent:" + checkout.agentJar());
    }
    options.addAll(simulator.certificates().trustProperties());
    if (server.jvm().feature() >= 9) {
      options.add("-Xlog:class+load:file=" + classes + "::filecount=0");
    }
    int port = freePort();
    Launch launch = server.prepare(new StartSettings(folder, port, options));
    List<String> answers;
    List<String> lines;
    try (RunningServer running = new RunningServer(launch, environment(server))) {
      running.awaitReady();
      answers = launch.url() == null ? running.lines() : ask(launch.url());
      lines = running.stop();
    }
    Files.write(folder.resolve("output.log"), lines);
    return new Start(
        answers.stream().filter(line -> line.startsWith(ANSWER)).toList(),
        new LogLines(folder, port).normal(lines),
        // A server without a URL sends its requests during its start, so their classes load then
        launch.url() == null ? ClassLoading.UNKNOWN : ClassLoading.read(classes));
  }

  private Map<String, String> environment(Server server) {
    String foundry = "https://localhost:" + simulator.foundry().port();
    Map<String, String> environment =
        new HashMap<>(simulator.identity().environment(IdentityKind.APP_SERVICE));
    environment.put("FOUNDRY_URL", foundry);
    environment.put("FOUNDRY_IDENTITY_HOSTS", foundry);
    environment.put("JAVA_HOME", server.jvm().home().toString());
    environment.put("PATH", System.getenv("PATH"));
    return environment;
  }

  private static List<String> ask(String url) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofMinutes(2)).build(),
                HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(url + " answers " + response.statusCode() + ": " + response.body());
    }
    return response.body().lines().toList();
  }

  /**
   * A port on which nobody listens, from below those that Linux gives to connections: a server
   * takes seconds until it listens there.
   */
  private static int freePort() throws IOException {
    for (int port = 20_000 + ThreadLocalRandom.current().nextInt(10_000); ; port++) {
      try (ServerSocket socket = new ServerSocket(port)) {
        return socket.getLocalPort();
      } catch (BindException taken) {
        if (port >= 32_000) {
          throw taken;
        }
      }
    }
  }
}
