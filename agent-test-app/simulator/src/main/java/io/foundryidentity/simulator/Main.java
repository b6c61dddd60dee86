package io.foundryidentity.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.TreeMap;

/**
 * Starts the simulator as a program, prints what a client needs, and serves until stdin closes.
 *
 * <p>Arguments: {@code --lifetime=SECONDS}, {@code --foundry-port=PORT}, {@code --steps=TOOL_CALLS}
 * and {@code --pause=MILLISECONDS}, how the model works on each prompt.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    Simulator.Builder builder = Simulator.builder();
    int steps = 0;
    Duration pause = Duration.ZERO;
    for (String arg : args) {
      if (arg.startsWith("--lifetime=")) {
        long seconds = Long.parseLong(arg.substring("--lifetime=".length()));
        builder.tokenLifetime(Duration.ofSeconds(seconds));
      } else if (arg.startsWith("--foundry-port=")) {
        builder.foundryPort(Integer.parseInt(arg.substring("--foundry-port=".length())));
      } else if (arg.startsWith("--steps=")) {
        steps = Integer.parseInt(arg.substring("--steps=".length()));
      } else if (arg.startsWith("--pause=")) {
        pause = Duration.ofMillis(Long.parseLong(arg.substring("--pause=".length())));
      } else {
        System.err.println("Unknown argument " + arg);
        System.exit(2);
      }
    }
    Simulator simulator = builder.start();
    simulator.foundry().longTurns(steps, pause);
    // Also on a kill signal, as its directory contains keys.
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close, "simulator-close"));
    print(simulator);
    while (System.in.read() >= 0) {
      // The input is read only to notice its end.
    }
  }

  private static void print(Simulator simulator) {
    line("foundry.url", "https://localhost:" + simulator.foundry().port());
    line("foundry.plain.url", "http://127.0.0.1:" + simulator.foundry().plainPort());
    line("stranger.url", "https://localhost:" + simulator.stranger().port());
    line("stranger.plain.url", "http://127.0.0.1:" + simulator.stranger().plainPort());
    line("proxy", "127.0.0.1:" + simulator.proxy().port());
    line("trust.store", simulator.certificates().trustStore().toString());
    line("trust.store.password", simulator.certificates().trustStorePassword());
    line("ca.pem", simulator.certificates().caPem().toString());
    for (IdentityKind kind : IdentityKind.values()) {
      new TreeMap<>(simulator.identity().environment(kind))
          .forEach((name, value) -> line("env." + kind + "." + name, value));
    }
    line("ready", "true");
    System.out.flush();
  }

  private static void line(String name, String value) {
    System.out.println(name + "=" + value);
  }
}
