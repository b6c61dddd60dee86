package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.EmptyAgent;
import io.foundryidentity.agent.dist.program.Hello;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which classes a JVM loads because of the agent, when it uses no HTTP client. */
class BeforeMainIT {

  private static final String ROOT = "io.foundryidentity.agent.";

  /** Each for the reason that stands with the ban in agent/premain/before-main.signatures. */
  private static final List<String> BANNED =
      List.of(
          "java.util.logging.",
          "java.nio.file.",
          "java.time.",
          "java.util.regex.",
          "java.util.stream.",
          "java.lang.management.",
          "javax.management.",
          "javax.net.ssl.",
          "sun.security.ssl.",
          "java.lang.invoke.InnerClassLambdaMetafactory",
          "java.lang.invoke.StringConcatFactory",
          "io.foundryidentity.agent.premain.NestedZip$Directory",
          "net.bytebuddy.",
          "com.azure.",
          "org.slf4j.",
          "org.tinylog.",
          "reactor.");

  /**
   * Each is found, read and checked by a JVM that still interprets, so what stands here is what a
   * start needs.
   */
  private static final List<String> OF_PREMAIN =
      List.of(
          "FirstClasses",
          "FirstHit",
          "FoundryIdentityAgent",
          "IsolatedClassLoader",
          "JoinPointNames",
          "Startup");

  /**
   * 34 on Java 17, half of them out of its shared archive, among them the seven that hold the
   * environment; Java 25 has some more of those. What a lambda or an iterator adds is soon ten.
   */
  private static final int MOST_OF_THE_JDK = 45;

  @TempDir private Path folder;

  @Test
  void only_the_configuration_reader_and_the_transformer_are_loaded() throws IOException {
    // One jar is the program and the empty agent, so that both runs open a jar, as all real ones
    // do.
    Path program = program();
    Set<String> ours =
        loaded(program, "-javaagent:" + ChildJvm.JAR + "=hosts=contoso.openai.azure.com");
    ours.removeAll(loaded(program, "-javaagent:" + program));

    assertThat(ours.stream().filter(name -> name.startsWith(ROOT + "premain.")))
        .containsExactlyElementsOf(
            OF_PREMAIN.stream().map(ROOT.concat("premain.")::concat).toList());
    assertThat(ours).noneMatch(name -> name.startsWith(ROOT + "bootstrap."));
    assertThat(ours.stream().filter(name -> BANNED.stream().anyMatch(name::startsWith))).isEmpty();
    assertThat(ours.stream().filter(name -> !name.startsWith(ROOT)))
        .hasSizeLessThanOrEqualTo(MOST_OF_THE_JDK);
  }

  @Test
  void the_isolated_classes_of_a_start_lie_in_one_entry() throws IOException {
    Path program = program();
    String host = "contoso.openai.azure.com";
    Set<String> isolated =
        loaded(program, "-javaagent:" + ChildJvm.JAR, "FOUNDRY_RESOURCE_URL", "https://" + host);
    isolated.addAll(loaded(program, "-javaagent:" + ChildJvm.JAR + "=hosts=" + host));
    isolated.removeIf(
        name -> !name.startsWith(ROOT) || name.startsWith(ROOT + "premain.") || isProgram(name));

    assertThat(firstClasses()).containsExactlyInAnyOrderElementsOf(isolated);
  }

  private static boolean isProgram(String name) {
    return name.startsWith(Hello.class.getPackageName());
  }

  private static List<String> firstClasses() throws IOException {
    List<String> names = new ArrayList<>();
    try (JarFile jar = new JarFile(ChildJvm.JAR.toFile());
        DataInputStream in =
            new DataInputStream(jar.getInputStream(jar.getEntry("inst/first.classes")))) {
      for (int length = in.read(); length >= 0; length = in.read()) {
        byte[] name = in.readNBytes(length << 8 | in.readUnsignedByte());
        names.add(new String(name, StandardCharsets.US_ASCII));
        in.skipNBytes(in.readInt());
      }
    }
    return names;
  }

  private Set<String> loaded(Path program, String option) throws IOException {
    return loaded(program, option, "LANG", "C");
  }

  private Set<String> loaded(Path program, String option, String variable, String value)
      throws IOException {
    Path log = Files.createTempFile(folder, "classes", ".log");
    ChildJvm.Ended ended =
        ChildJvm.running(program, Hello.class)
            .option(option)
            .environment(variable, value)
            .option("-Xlog:class+load:file=" + log + ":tags")
            .run();
    assertThat(ended.exit()).as(ended.err()).isZero();
    try (Stream<String> lines = Files.lines(log)) {
      return lines
          .map(line -> line.substring(line.indexOf(']') + 1).trim())
          .map(line -> line.substring(0, line.indexOf(' ') < 0 ? line.length() : line.indexOf(' ')))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private Path program() throws IOException {
    Path jar = folder.resolve("program.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", EmptyAgent.class.getName());
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (Class<?> type : List.of(EmptyAgent.class, Hello.class)) {
        String entry = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(entry));
        Files.copy(ChildJvm.testClasses().resolve(entry), out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
