package io.foundryidentity.runner.matrix;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.process.Jvm;
import io.foundryidentity.runner.process.JvmSettings;
import io.foundryidentity.runner.testbed.TestBeds;
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
 * Runs the shipped jar on several versions of Java, with features that only some of them have.
 *
 * <p>Arguments: {@code --java=FOLDER} for each Java, or {@code --few=FOLDER} for fewer rows, {@code
 * --all} for every case instead of one for each HTTP stack, {@code --only=TEXT} for rows whose name
 * contains the text. Ends with 1 unless every row passes.
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
    MatrixRows.Extent usual = everyCase ? MatrixRows.Extent.ALL : MatrixRows.Extent.USUAL;
    MatrixRows.Extent few = everyCase ? MatrixRows.Extent.ALL : MatrixRows.Extent.FEW;
    String only = "";
    List<MatrixRow> rows = new ArrayList<>();
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      if (argument.startsWith("--java=")) {
        rows.addAll(MatrixRows.of(checkout, Jvm.at(Path.of(value)), usual));
      } else if (argument.startsWith("--few=")) {
        rows.addAll(MatrixRows.of(checkout, Jvm.at(Path.of(value)), few));
      } else if (argument.startsWith("--only=")) {
        only = value;
      } else if (!argument.equals("--all")) {
        throw new IllegalArgumentException("Unknown argument: " + argument);
      }
    }
    String part = only;
    rows.removeIf(row -> !row.name().contains(part));
    // UTF-8 for the check marks, whatever the locale
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    MatrixResults results = new MatrixResults(out);
    run(rows, checkout, agentJar, results);
    checkout.leave("matrix", results.all());
    System.exit(results.close() ? 0 : 1);
  }

  private static void run(
      List<MatrixRow> rows, Checkout checkout, Path agentJar, MatrixResults results)
      throws InterruptedException, ExecutionException {
    // The Java given here is not used: each row sets its own
    try (TestBeds testBeds = new TestBeds(checkout, Jvm.current(), JvmSettings.NONE)) {
      List<Future<MatrixRow.Finished>> running = new ArrayList<>();
      for (MatrixRow row : rows) {
        running.add(testBeds.run(testBed -> row.run(testBed, agentJar)));
      }
      for (Future<MatrixRow.Finished> row : running) {
        results.add(row.get());
      }
    }
  }
}
