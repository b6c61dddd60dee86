package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.OkHttpMain;
import io.foundryidentity.agent.dist.program.RecordingAgent;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A known version of OkHttp, whose changed classes are in the jar, and one that is not known. */
class PreparedClassesIT {

  private static final String PREPARED = "inst/prepared.classes";
  private static final String CODEC = "okhttp3/internal/http2/Http2ExchangeCodec";
  private static final String INTERCEPTOR = "okhttp3/internal/http/CallServerInterceptor";
  private static final String FOLLOW_UP = "okhttp3/internal/http/RetryAndFollowUpInterceptor";

  @TempDir private Path folder;

  private Simulator simulator;
  private Path classesLog;
  private Path agentLog;

  @BeforeEach
  void start() {
    simulator = Simulator.builder().start();
    classesLog = folder.resolve("classes.log");
    agentLog = folder.resolve("agent.log");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  @Test
  void a_known_version_is_authorized_without_byte_buddy() throws IOException {
    assertThat(status(ChildJvm.JAR, classPath(), "")).isEqualTo("200\n");

    assertThat(instrumented())
        .containsExactlyInAnyOrder(
            "okhttp: instrumented " + FOLLOW_UP,
            "okhttp: instrumented " + INTERCEPTOR,
            "okhttp: instrumented " + CODEC);
    assertThat(loaded("net.bytebuddy.")).isEmpty();
    assertThat(loaded("io.foundryidentity.agent.instrumentation.okhttp.")).isEmpty();
  }

  @Test
  void another_class_file_of_the_same_class_is_woven_by_byte_buddy() throws IOException {
    Path okHttp = location(OkHttpClient.class);
    Path changed = folder.resolve("okhttp.jar");
    copy(
        okHttp,
        changed,
        name -> true,
        (name, bytes) -> name.equals(INTERCEPTOR + ".class") ? written(bytes) : bytes);

    String classPath = changed + File.pathSeparator + classPath();
    assertThat(status(ChildJvm.JAR, classPath, "")).isEqualTo("200\n");

    assertThat(instrumented()).hasSize(3).contains("okhttp: instrumented " + INTERCEPTOR);
    assertThat(loaded("net.bytebuddy.")).isNotEmpty();
  }

  @Test
  void prepared_and_woven_classes_are_the_same_byte_for_byte() throws IOException {
    Path withoutThem = folder.resolve("without.jar");
    copy(ChildJvm.JAR, withoutThem, name -> !name.equals(PREPARED), (name, bytes) -> bytes);

    Map<String, byte[]> prepared = recorded(ChildJvm.JAR);
    assertThat(loaded("net.bytebuddy.")).isEmpty();
    List<String> ofPrepared = instrumented();
    Map<String, byte[]> woven = recorded(withoutThem);
    assertThat(loaded("net.bytebuddy.")).isNotEmpty();

    assertThat(instrumented()).isEqualTo(ofPrepared);
    assertThat(prepared).hasSizeGreaterThan(10).containsOnlyKeys(woven.keySet());
    for (Map.Entry<String, byte[]> each : woven.entrySet()) {
      assertThat(prepared.get(each.getKey())).as(each.getKey()).isEqualTo(each.getValue());
    }
  }

  @Test
  void a_client_that_is_switched_off_is_not_changed() throws IOException {
    assertThat(status(ChildJvm.JAR, classPath(), ",clients=all,-okhttp")).isEqualTo("403\n");

    assertThat(instrumented()).isEmpty();
    assertThat(loaded("net.bytebuddy.")).isEmpty();
  }

  private String status(Path agent, String classPath, String more, String... options)
      throws IOException {
    Files.deleteIfExists(agentLog);
    String target = "https://localhost:" + simulator.foundry().port();
    ChildJvm.Ended ended =
        ChildJvm.running(Path.of(classPath), OkHttpMain.class)
            .arguments(target + "/openai/v1/models")
            .option(
                "-javaagent:"
                    + agent
                    + "=log-level=debug,log-file="
                    + agentLog
                    + ",hosts="
                    + target
                    + more)
            .option("-Xlog:class+load:file=" + classesLog + ":tags")
            .options(List.of(options))
            .options(simulator.certificates().trustProperties())
            .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
            .run();
    assertThat(ended.exit()).as(ended.err()).isZero();
    return ended.out();
  }

  private Map<String, byte[]> recorded(Path agent) throws IOException {
    Path classes = Files.createTempDirectory(folder, "recorded");
    String recorder = "-javaagent:" + recordingAgent() + "=" + classes;
    assertThat(status(agent, classPath(), "", recorder)).isEqualTo("200\n");
    Map<String, byte[]> recorded = new TreeMap<>();
    try (Stream<Path> files = Files.list(classes)) {
      for (Path file : files.collect(Collectors.toList())) {
        recorded.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    return recorded;
  }

  /** The lines of the agent's log, without the time and the thread. */
  private List<String> instrumented() throws IOException {
    try (Stream<String> lines = Files.lines(agentLog)) {
      return lines
          .filter(line -> line.contains(": instrumented "))
          .map(line -> line.substring(line.indexOf("] ") + 2))
          .collect(Collectors.toList());
    }
  }

  private List<String> loaded(String prefix) throws IOException {
    try (Stream<String> lines = Files.lines(classesLog)) {
      return lines
          .map(line -> line.substring(line.indexOf(']') + 1).trim())
          .filter(line -> line.startsWith(prefix))
          .collect(Collectors.toList());
    }
  }

  private static String classPath() {
    return Stream.of(
            ChildJvm.testClasses(),
            location(OkHttpClient.class),
            location(Buffer.class),
            location(kotlin.Unit.class))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Path location(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  /** The same class with its constants in another order. */
  private static byte[] written(byte[] classFile) {
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(classFile).accept(writer, 0);
    assertThat(writer.toByteArray()).isNotEqualTo(classFile);
    return writer.toByteArray();
  }

  private Path recordingAgent() throws IOException {
    Path jar = folder.resolve("recorder.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", RecordingAgent.class.getName());
    manifest.getMainAttributes().putValue("Can-Retransform-Classes", "true");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      for (String suffix : List.of("", "$Recorder")) {
        String entry = RecordingAgent.class.getName().replace('.', '/') + suffix + ".class";
        out.putNextEntry(new JarEntry(entry));
        Files.copy(ChildJvm.testClasses().resolve(entry), out);
        out.closeEntry();
      }
    }
    return jar;
  }

  private interface Change {
    byte[] of(String name, byte[] content);
  }

  /** Copies a jar; what is stored and not compressed stays so. */
  private static void copy(Path from, Path to, Predicate<String> wanted, Change change)
      throws IOException {
    try (JarFile jar = new JarFile(from.toFile());
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(to))) {
      List<JarEntry> entries = new ArrayList<>(jar.stream().collect(Collectors.toList()));
      for (JarEntry entry : entries) {
        if (!wanted.test(entry.getName())) {
          continue;
        }
        JarEntry copy = new JarEntry(entry.getName());
        if (entry.getMethod() == JarEntry.STORED) {
          copy.setMethod(JarEntry.STORED);
          copy.setSize(entry.getSize());
          copy.setCrc(entry.getCrc());
        }
        out.putNextEntry(copy);
        try (InputStream in = jar.getInputStream(entry)) {
          out.write(change.of(entry.getName(), in.readAllBytes()));
        }
        out.closeEntry();
      }
    }
  }
}
