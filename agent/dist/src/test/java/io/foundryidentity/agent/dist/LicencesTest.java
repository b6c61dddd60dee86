package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build does with the licences of libraries, over libraries made here. */
class LicencesTest {

  private static final Path PROGRAM = Path.of("src/licences/ThirdPartyNotices.java");

  @TempDir Path work;

  private Path reviewed;

  @BeforeEach
  void one_library_is_known() throws IOException {
    reviewed = Files.createDirectory(work.resolve("reviewed"));
    Files.copy(PROGRAM.resolveSibling("allowed.txt"), reviewed.resolve("allowed.txt"));
    known("org.example:known | | MIT | Copyright Somebody");
    Files.writeString(reviewed.resolve("MIT.txt"), "Permission is hereby granted\n");
    library("known", licence("MIT License"));
  }

  @Test
  void a_known_licence_is_in_the_notices() throws Exception {
    assertThat(run("known")).endsWith("exit code 1\n").contains("page.md is not what it should");
    Files.copy(work.resolve("licences.md"), work.resolve("page.md"));

    assertThat(run("known")).isEqualTo("exit code 0\n");

    assertThat(work.resolve("META-INF/THIRD-PARTY-NOTICES"))
        .content()
        .contains(
            "org.example:known 1.0", "MIT, Copyright Somebody", "Permission is hereby granted");
    assertThat(work.resolve("META-INF/NOTICE")).content().contains("known's own notice");
    assertThat(work.resolve("page.md"))
        .content()
        .contains("| org.example:known | MIT | Copyright Somebody |");
  }

  @Test
  void a_licence_that_is_not_allowed_fails_the_build() throws Exception {
    library("known", licence("GNU General Public License, version 3"));

    assertThat(run("known"))
        .contains("org.example:known 1.0: the licence 'GNU General Public License, version 3'")
        .contains("not allowed; allowed are [Apache-2.0, BSD-2-Clause, BSD-3-Clause, MIT, MIT-0]")
        .endsWith("exit code 1\n");
    assertThat(work.resolve("META-INF")).doesNotExist();
  }

  @Test
  void one_of_two_licences_that_is_not_allowed_fails_the_build() throws Exception {
    library("known", licence("MIT License</name></license><license><name>GPL-3.0"));

    assertThat(run("known")).contains("the licence 'GPL-3.0' is not allowed");
  }

  @Test
  void the_licence_of_a_parent_counts() throws Exception {
    library("parent", licence("GPL-2.0"));
    library(
        "known",
        "<parent><groupId>org.example</groupId><artifactId>parent</artifactId>"
            + "<version>1.0</version></parent>");

    assertThat(run("known")).contains("the licence 'GPL-2.0' is not allowed");
  }

  @Test
  void no_licence_fails_the_build() throws Exception {
    library("known", "");

    assertThat(run("known")).contains("its pom names no licence").endsWith("exit code 1\n");
  }

  @Test
  void a_new_library_fails_the_build_until_somebody_has_read_it() throws Exception {
    library("new", licence("MIT"));

    assertThat(run("known", "new"))
        .contains("add to " + reviewed.resolve("libraries.txt"))
        .contains("org.example:new | | MIT | Copyright ...")
        .endsWith("exit code 1\n");
  }

  @Test
  void another_allowed_licence_than_before_fails_the_build_too() throws Exception {
    library("known", licence("Apache-2.0"));

    assertThat(run("known")).contains("has another licence than before").endsWith("exit code 1\n");
  }

  @Test
  void a_library_that_is_gone_must_leave_the_list() throws Exception {
    known("org.example:known | | MIT | Copyright Somebody\norg.example:gone | | MIT | Copyright");

    assertThat(run("known")).contains("org.example:gone is not in the jar any more");
  }

  private void known(String rows) throws IOException {
    Files.writeString(reviewed.resolve("libraries.txt"), rows + "\n");
  }

  private static String licence(String name) {
    return "<licenses><license><name>" + name + "</name></license></licenses>";
  }

  /** As it would be in Maven's local repository. */
  private void library(String name, String rest) throws IOException {
    Path folder = Files.createDirectories(path(name).getParent());
    Files.writeString(
        folder.resolve(name + "-1.0.pom"),
        "<project><groupId>org.example</groupId><artifactId>"
            + name
            + "</artifactId><version>1.0</version>"
            + rest
            + "</project>");
    try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(path(name)))) {
      jar.putNextEntry(new ZipEntry("META-INF/NOTICE"));
      jar.write((name + "'s own notice\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  private Path path(String name) {
    return work.resolve("repository/org/example/" + name + "/1.0/" + name + "-1.0.jar");
  }

  /** What it prints, and how it ends. */
  private String run(String... libraries) throws Exception {
    Path list = work.resolve("libraries.txt");
    Files.writeString(
        list,
        String.join("|", List.of(libraries).stream().map(this::path).map(Path::toString).toList()));
    Path output = work.resolve("output");
    ProcessBuilder program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                PROGRAM.toString(),
                list.toString(),
                reviewed.toString(),
                work.resolve("META-INF").toString(),
                work.resolve("page.md").toString(),
                work.resolve("licences.md").toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // With them a JVM says so
    program.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    int exitCode = program.start().waitFor();
    return Files.readString(output) + "exit code " + exitCode + "\n";
  }
}
