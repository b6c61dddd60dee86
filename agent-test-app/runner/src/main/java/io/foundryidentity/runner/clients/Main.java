package io.foundryidentity.runner.clients;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.process.JvmSettings;
import io.foundryidentity.runner.testbed.TestBeds;
import io.foundryidentity.runner.testbed.TestBeds.ObservedRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Runs every case without and with the agent and prints a table of the answers.
 *
 * <p>Arguments: {@code --markdown} for a Markdown table, {@code --agent=JAR} for another jar than
 * the one that the build made, {@code --java-home=FOLDER} for another Java, {@code --only=CASE} for
 * some cases, {@code --before=OPTION} and {@code --after=OPTION} for JVM options around this
 * agent's. Ends with 1 unless every call is refused without the agent and answered with it.
 */
public final class Main {

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Checkout checkout = Checkout.around(Path.of(""));
    Path agentJar = checkout.agentJar();
    Jvm jvm = Jvm.current();
    boolean markdown = false;
    JvmSettings settings = JvmSettings.NONE;
    List<String> only = new ArrayList<>();
    for (String argument : arguments) {
      if (argument.equals("--markdown")) {
        markdown = true;
      } else if (argument.startsWith("--agent=")) {
        agentJar = Path.of(value(argument)).toAbsolutePath();
      } else if (argument.startsWith("--java-home=")) {
        jvm = Jvm.at(Path.of(value(argument)));
      } else if (argument.startsWith("--only=")) {
        only.add(value(argument));
      } else if (argument.startsWith("--before=")) {
        settings = settings.withBefore(value(argument));
      } else if (argument.startsWith("--after=")) {
        settings = settings.withAfter(value(argument));
      } else {
        fail("Unknown argument: " + argument);
      }
    }
    if (!Files.isRegularFile(agentJar)) {
      fail("No agent at " + agentJar + ": run mvn package first");
    }
    List<Row> rows = new ArrayList<>();
    try (TestBeds testBeds = new TestBeds(checkout, jvm, settings)) {
      Map<ClientCase, List<Future<ObservedRun>>> runs = new LinkedHashMap<>();
      for (ClientCase client : ClientCase.ALL) {
        if (!only.isEmpty() && !only.contains(client.name())) {
          continue;
        }
        if (client.minimumJava() > jvm.feature()) {
          System.err.println(client + " needs Java " + client.minimumJava() + ": left out");
          continue;
        }
        runs.put(client, List.of(testBeds.run(client, null), testBeds.run(client, agentJar)));
      }
      for (ClientCase client : runs.keySet()) {
        ObservedRun without = runs.get(client).get(0).get();
        ObservedRun with = runs.get(client).get(1).get();
        without.result().noise().forEach(System.err::println);
        with.result().noise().forEach(System.err::println);
        rows.addAll(
            Row.pair(
                client,
                without.result().tried(testBeds.hasHostsFile()),
                with.result().tried(testBeds.hasHostsFile())));
      }
    }
    Table table = new Table(rows);
    System.out.print(markdown ? table.markdown() : table.plain());
    if (rows.isEmpty()) {
      fail("No case was run.");
    }
    if (!rows.stream().allMatch(Row::asExpected)) {
      fail("Not every call was refused without the agent and answered with it.");
    }
  }

  private static String value(String argument) {
    return argument.substring(argument.indexOf('=') + 1);
  }

  private static void fail(String why) {
    System.err.println(why);
    System.exit(1);
  }
}
