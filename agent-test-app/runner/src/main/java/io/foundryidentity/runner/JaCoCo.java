package io.foundryidentity.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** JaCoCo's agent, which counts in every class of every loader, this agent's isolated one too. */
final class JaCoCo extends PresentAgent {

  /**
   * The JDK makes classes for reflection at run time, in a loader that sees nothing of JaCoCo;
   * under its name before Java 9 JaCoCo leaves that loader alone by itself.
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
    return ClientCase.handful();
  }

  @Override
  public String note() {
    return "coverage of the program and of this agent's own classes in its file";
  }

  @Override
  public Visit visit(ClientCase client, Path folder) {
    Path file = folder.resolve("jacoco.exec");
    return new Visit() {

      /** Classes of no known place, too: those of the isolated loader are such. */
      @Override
      public String arguments() {
        return "=inclnolocationclasses=true,exclclassloader=" + REFLECTION + ",destfile=" + file;
      }

      /** The names of classes that ran stand in the file as they are. */
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
