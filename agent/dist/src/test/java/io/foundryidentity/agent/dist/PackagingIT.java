package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** The shipped jar, entry by entry. */
class PackagingIT {

  /** Java 7, but for a newer javac, which cannot write that. */
  private static final int OLDEST = Runtime.version().feature() < 20 ? 51 : 52;

  private static final int JAVA_8 = 52;
  private static final long NINE_MEBIBYTES = 9 << 20;

  /** All that an application's class loader, or the bootstrap loader, can find in the jar. */
  private static final List<String> ROOT =
      List.of(
          "LICENSE",
          "META-INF/MANIFEST.MF",
          "META-INF/NOTICE",
          "META-INF/THIRD-PARTY-NOTICES",
          "io/foundryidentity/agent/premain/Command.class",
          "io/foundryidentity/agent/premain/FirstClasses.class",
          "io/foundryidentity/agent/premain/FirstHit$1.class",
          "io/foundryidentity/agent/premain/FirstHit.class",
          "io/foundryidentity/agent/premain/FoundryIdentityAgent.class",
          "io/foundryidentity/agent/premain/Inquiry.class",
          "io/foundryidentity/agent/premain/IsolatedClassLoader$1.class",
          "io/foundryidentity/agent/premain/IsolatedClassLoader.class",
          "io/foundryidentity/agent/premain/IsolatedCommand.class",
          "io/foundryidentity/agent/premain/IsolatedResources$1.class",
          "io/foundryidentity/agent/premain/IsolatedResources$2.class",
          "io/foundryidentity/agent/premain/IsolatedResources.class",
          "io/foundryidentity/agent/premain/JoinPointNames.class",
          "io/foundryidentity/agent/premain/NestedZip$Directory.class",
          "io/foundryidentity/agent/premain/NestedZip.class",
          "io/foundryidentity/agent/premain/Notice.class",
          "io/foundryidentity/agent/premain/PlatformLoader.class",
          "io/foundryidentity/agent/premain/Startup.class");

  /** Packages that only load on newer JVMs, with the class file version that they need. */
  private static final Map<String, Integer> NEWER_PACKAGES =
      Map.of(
          "io/foundryidentity/agent/gateway/", 55,
          "io/foundryidentity/agent/gateway/program/", 55,
          "io/foundryidentity/agent/jfr/", 55,
          "io/foundryidentity/agent/instrumentation/copilotsdk/", 61,
          "io/foundryidentity/agent/instrumentation/javahttpclient/", 55,
          "io/foundryidentity/agent/instrumentation/jettyclient10/", 55,
          "io/foundryidentity/agent/instrumentation/jettyclient12/", 61);

  /** All other classes, in a zip of their own that is read when a client's class is seen. */
  private static final String CLASSES = "inst/classes.zip";

  /**
   * The JVM reads the names of all entries at each start, which a hello-world with a thousand of
   * them would notice.
   */
  private static final List<String> READ_BY_EVERY_JVM =
      List.of(
          "inst/bridge.classes",
          CLASSES,
          "inst/client-places.index",
          "inst/first.classes",
          "inst/join-points.index",
          "inst/prepared.classes");

  @Test
  void the_root_holds_exactly_what_is_listed_here() throws IOException {
    assertThat(entries(entry -> !entry.getName().startsWith("inst/")))
        .containsExactlyInAnyOrderElementsOf(ROOT);
  }

  /** What Byte Buddy makes of the classes of known versions of clients. */
  private static final String PREPARED = "inst/prepared.classes";

  private static final long MOST_OF_PREPARED = 120_000;

  @Test
  void the_prepared_classes_are_small() throws IOException {
    try (JarFile jar = new JarFile(ChildJvm.JAR.toFile())) {
      assertThat(jar.getEntry(PREPARED).getCompressedSize()).isBetween(1_000L, MOST_OF_PREPARED);
    }
  }

  @Test
  void the_jar_stays_under_nine_mebibytes() throws IOException {
    assertThat(Files.size(ChildJvm.JAR)).isLessThan(NINE_MEBIBYTES);
  }

  @Test
  void under_inst_are_only_the_entries_listed_here() throws IOException {
    assertThat(entries(entry -> entry.getName().startsWith("inst/")))
        .containsExactlyInAnyOrderElementsOf(READ_BY_EVERY_JVM);
  }

  @Test
  void no_class_file_is_there_twice() throws IOException {
    List<String> names = new ArrayList<>();
    try (ZipInputStream classes = classes()) {
      for (ZipEntry entry = classes.getNextEntry(); entry != null; entry = classes.getNextEntry()) {
        names.add(entry.getName());
      }
    }
    assertThat(names)
        .doesNotHaveDuplicates()
        .contains(
            "io/foundryidentity/agent/runtime/Wiring.class",
            "org/slf4j/LoggerFactory.class",
            "net/bytebuddy/ByteBuddy.class");
  }

  @Test
  void all_bytecode_loads_on_java_8_but_for_the_packages_listed_here() throws IOException {
    try (JarFile jar = new JarFile(ChildJvm.JAR.toFile())) {
      for (String root : entries(entry -> entry.getName().endsWith(".class"))) {
        assertThat(version(jar, jar.getJarEntry(root))).as(root).isLessThanOrEqualTo(JAVA_8);
      }
    }
    int classes = 0;
    try (ZipInputStream zip = classes()) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        String name = entry.getName();
        if (name.endsWith(".class")) {
          classes++;
          int newest =
              NEWER_PACKAGES.getOrDefault(name.substring(0, name.lastIndexOf('/') + 1), JAVA_8);
          assertThat(version(name, new DataInputStream(zip))).as(name).isLessThanOrEqualTo(newest);
        }
      }
    }
    assertThat(classes).isGreaterThan(1000);
  }

  @Test
  void the_version_checks_load_on_java_7() throws IOException {
    try (JarFile jar = new JarFile(ChildJvm.JAR.toFile())) {
      for (String check : List.of("FoundryIdentityAgent", "Command", "Notice")) {
        String entry = "io/foundryidentity/agent/premain/" + check + ".class";
        assertThat(version(jar, jar.getJarEntry(entry))).as(check).isEqualTo(OLDEST);
      }
    }
  }

  @Test
  void the_manifest_starts_agent_and_command_and_puts_nothing_on_the_boot_class_path()
      throws IOException {
    try (JarFile jar = new JarFile(ChildJvm.JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      String agent = "io.foundryidentity.agent.premain.FoundryIdentityAgent";
      assertThat(manifest.getValue("Premain-Class")).isEqualTo(agent);
      assertThat(manifest.getValue("Agent-Class")).isEqualTo(agent);
      assertThat(manifest.getValue("Main-Class"))
          .isEqualTo("io.foundryidentity.agent.premain.Command");
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
      assertThat(manifest.getValue("Multi-Release")).isNull();
    }
  }

  private static List<String> entries(Predicate<JarEntry> wanted) throws IOException {
    try (JarFile jar = new JarFile(ChildJvm.JAR.toFile())) {
      return jar.stream()
          .filter(entry -> !entry.isDirectory())
          .filter(wanted)
          .map(JarEntry::getName)
          .collect(Collectors.toList());
    }
  }

  private static ZipInputStream classes() throws IOException {
    try (JarFile jar = new JarFile(ChildJvm.JAR.toFile())) {
      byte[] nested = jar.getInputStream(jar.getJarEntry(CLASSES)).readAllBytes();
      return new ZipInputStream(new ByteArrayInputStream(nested));
    }
  }

  private static int version(JarFile jar, JarEntry entry) throws IOException {
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      return version(entry.getName(), in);
    }
  }

  private static int version(String name, DataInputStream in) throws IOException {
    assertThat(in.readInt()).as(name).isEqualTo(0xCAFEBABE);
    in.readUnsignedShort();
    return in.readUnsignedShort();
  }
}
