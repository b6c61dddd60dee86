package io.foundryidentity.runner;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Runs the jar that ships on several versions of Java, with what only some of them have.
 *
 * <p>Arguments: {@code --java=FOLDER} for each Java, {@code --all} for every case and not one for
 * each HTTP stack alone, {@code --only=TEXT} for rows whose name holds that. Ends with 1 unless
 * every row is as it should be.
 */
public final class Matrix {

  private Matrix() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException {
    Checkout checkout = Checkout.around(Path.of(""));
    Path agentJar = checkout.agentJar();
    if (!Files.isRegularFile(agentJar)) {
      throw new IllegalStateException("No agent at " + agentJar + " (mvn package)");
    }
    boolean everyCase = List.of(arguments).contains("--all");
    String only = "";
    List<Trial> trials = new ArrayList<>();
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.startsWith("--java=")) {
        trials.addAll(Trials.of(checkout, Jvm.at(Path.of(value)), everyCase));
      } else if (argument.startsWith("--only=")) {
        only = value;
      } else if (!argument.equals("--all")) {
        throw new IllegalArgumentException("Unknown argument: " + argument);
      }
    }
    String part = only;
    trials.removeIf(trial -> !trial.name().contains(part));
    // The ticks, whatever the locale
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    MatrixResults results = new MatrixResults(out);
    run(trials, checkout, agentJar, results);
    checkout.leave("matrix", results.all());
    System.exit(results.close() ? 0 : 1);
  }

  private static void run(
      List<Trial> trials, Checkout checkout, Path agentJar, MatrixResults results)
      throws InterruptedException, ExecutionException {
    // Whose Java this is does not matter: each trial brings its own
    try (Stages stages = new Stages(checkout, Jvm.current(), Company.NONE)) {
      List<Future<Trial.Ended>> running = new ArrayList<>();
      for (Trial trial : trials) {
        running.add(stages.run(stage -> trial.run(stage, agentJar)));
      }
      for (Future<Trial.Ended> trial : running) {
        results.add(trial.get());
      }
    }
  }
}
