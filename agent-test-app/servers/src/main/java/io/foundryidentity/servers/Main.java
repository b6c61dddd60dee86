package io.foundryidentity.servers;

import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts every server without and with the agent, and compares what it prints and what Foundry
 * answers to its application.
 *
 * <p>Arguments: the checkout, the home of a Java 8, and the names of servers if not all are to be
 * started. Ends with 1 unless every comparison is good.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Checkout checkout = new Checkout(Path.of(arguments[0]).toAbsolutePath().normalize());
    List<Server> servers = Servers.all(checkout, Jvm.current(), Jvm.at(Path.of(arguments[1])));
    List<String> only = List.of(arguments).subList(2, arguments.length);
    for (String name : only) {
      if (servers.stream().noneMatch(server -> server.name().equals(name))) {
        throw new IllegalArgumentException("No server is named " + name);
      }
    }
    List<Result> results = new ArrayList<>();
    try (Simulator simulator = Simulator.builder().start()) {
      for (Server server : servers) {
        if (only.isEmpty() || only.contains(server.name())) {
          Result result = new ServerComparison(simulator, checkout).of(server);
          System.out.println(result.text());
          results.add(result);
        }
      }
    }
    Path file = checkout.results();
    Files.createDirectories(file.getParent());
    Files.write(file, results.stream().map(Result::json).toList());
    long failed = results.stream().filter(result -> !result.isGood()).count();
    System.out.println((results.size() - failed) + " passed, " + failed + " failed");
    System.exit(failed == 0 && !results.isEmpty() ? 0 : 1);
  }
}
