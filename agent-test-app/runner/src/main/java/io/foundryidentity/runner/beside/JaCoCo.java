package io.foundryidentity.runner.beside;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.CaseProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** JaCoCo's agent, which changes the classes of every loader, also of this agent's isolated one. */
final class JaCoCo extends PresentAgent {

  /**
   * The loader of classes that the JDK generates for reflection. It does not see JaCoCo's classes;
   * JaCoCo excludes it itself, but only under its name before Java 9.
   */
  private static final String REFLECTION = "*.reflect.DelegatingClassLoader";

  /** Where this agent's classes are, most of them in its isolated loader. */
  private static final String OURS = "io/foundryidentity/agent/";

  @Override
  public String name() {
    return "jacoco";
  }

  @Override
  public String title() {
    return "JaCoCo";
  }

  @Override
  public Path jar(Checkout checkout) {
    return checkout.otherAgent("org.jacoco.agent");
  }

  @Override
  public List<ClientCase> cases(boolean all) {
    return ClientCase.selection();
  }

  @Override
  public String note() {
    return "coverage of the program and of this agent's own classes in its file";
  }

  @Override
  public Setup setUp(ClientCase client, Path folder) {
    Path file = folder.resolve("jacoco.exec");
    return new Setup() {

      /** Includes classes without a location, such as those of the isolated loader. */
      @Override
      public String arguments() {
        return "=inclnolocationclasses=true,exclclassloader=" + REFLECTION + ",destfile=" + file;
      }

      /** The file contains the names of classes that ran as plain text. */
      @Override
      public long work(CaseProcess.Result result) throws IOException {
        return holds(file, client.program().replace('.', '/')) ? 1 : 0;
      }

      @Override
      public List<String> objections(CaseProcess.Result result) throws IOException {
        return holds(file, OURS) ? List.of() : List.of("it has not seen this agent's classes");
      }
    };
  }

  private static boolean holds(Path file, String className) throws IOException {
    return Files.exists(file)
        && Files.readString(file, StandardCharsets.ISO_8859_1).contains(className);
  }
}
