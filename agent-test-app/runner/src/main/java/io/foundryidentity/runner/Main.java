package io.foundryidentity.runner;

import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs every case without and with the agent and prints a table of the answers.
 *
 * <p>Arguments: {@code --markdown} for a Markdown table, {@code --agent=JAR} for another jar than
 * the one that the build made, {@code --java-home=FOLDER} for another Java. Ends with 1 unless
 * every call is refused without the agent and answered with it.
 */
public final class Main {

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Checkout checkout = Checkout.around(Path.of(""));
    Path agentJar = checkout.agentJar();
    Jvm jvm = Jvm.current();
    boolean markdown = false;
    for (String argument : arguments) {
      if (argument.equals("--markdown")) {
        markdown = true;
      } else if (argument.startsWith("--agent=")) {
        agentJar = Path.of(value(argument)).toAbsolutePath();
      } else if (argument.startsWith("--java-home=")) {
        jvm = Jvm.at(Path.of(value(argument)));
      } else {
        fail("Unknown argument: " + argument);
      }
    }
    if (!Files.isRegularFile(agentJar)) {
      fail("No agent at " + agentJar + ": run mvn package first");
    }
    List<Row> rows = rows(checkout, agentJar, jvm);
    Table table = new Table(rows);
    System.out.print(markdown ? table.markdown() : table.plain());
    if (!rows.stream().allMatch(Row::asItShouldBe)) {
      fail("Not every call was refused without the agent and answered with it.");
    }
  }

  private static List<Row> rows(Checkout checkout, Path agentJar, Jvm jvm)
      throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    try (Stage stage = new Stage(Simulator.builder().start(), checkout, jvm)) {
      for (ClientCase client : ClientCase.ALL) {
        if (client.minimumJava() > jvm.feature()) {
          System.err.println(client + " needs Java " + client.minimumJava() + ": left out");
          continue;
        }
        CaseProcess.Result without = stage.run(client, null);
        CaseProcess.Result with = stage.run(client, agentJar);
        without.noise().forEach(System.err::println);
        with.noise().forEach(System.err::println);
        rows.addAll(Row.pair(client, tried(stage, without), tried(stage, with)));
      }
    }
    return rows;
  }

  private static List<Call> tried(Stage stage, CaseProcess.Result result) {
    return result.calls().stream()
        .filter(call -> stage.hasHostsFile() || !call.name().startsWith("azure "))
        .toList();
  }

  private static String value(String argument) {
    return argument.substring(argument.indexOf('=') + 1);
  }

  private static void fail(String why) {
    System.err.println(why);
    System.exit(1);
  }
}
