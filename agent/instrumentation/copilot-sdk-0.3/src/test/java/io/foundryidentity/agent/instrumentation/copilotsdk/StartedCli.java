package io.foundryidentity.agent.instrumentation.copilotsdk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/**
 * {@link FakeCli} as a program of its own, over its standard streams. What it is told of sessions
 * goes into the file that {@code FAKE_CLI_FILE} names, behind what it has for {@code NO_PROXY}.
 */
final class StartedCli {

  private StartedCli() {}

  public static void main(String[] arguments) throws Exception {
    Path file = Path.of(System.getenv("FAKE_CLI_FILE"));
    Files.writeString(file, "NO_PROXY=" + System.getenv("NO_PROXY") + "\n");
    FakeCli cli =
        FakeCli.over(
            System.getenv().getOrDefault("FAKE_CLI_VERSION", "1.0.39"), System.in, System.out);
    cli.refuse(System.getenv().getOrDefault("FAKE_CLI_REFUSES", "nothing"));
    cli.whenCalled(
        call -> {
          try {
            Files.writeString(
                file, call.method() + " " + call.parameters() + "\n", StandardOpenOption.APPEND);
          } catch (IOException failure) {
            throw new IllegalStateException(failure);
          }
        });
    new CountDownLatch(1).await();
  }
}
