package io.foundryidentity.agent.core.configuration;

import static io.foundryidentity.agent.core.configuration.GivenSources.arguments;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every folder and link on the way to the configuration file, and what is there instead of one. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ConfigurationPathTest {

  private static final int STRANGER = 65534;

  @TempDir private Path root;
  private Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("unix"));
    folder = Files.createDirectories(root.resolve("outer/inner"));
    file = written(folder.resolve("agent.properties"), "good.example");
  }

  @AfterEach
  void letItBeDeleted() throws IOException {
    mode(root.resolve("outer"), 0755);
    mode(folder, 0755);
  }

  private static Path written(Path file, String host) throws IOException {
    Files.writeString(file, "hosts=" + host + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    return file;
  }

  private static void mode(Path path, int mode) throws IOException {
    Files.setAttribute(path, "unix:mode", mode);
  }

  private static void giveAway(Path path) throws IOException {
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give files away");
    Files.setAttribute(path, "unix:uid", STRANGER, LinkOption.NOFOLLOW_LINKS);
  }

  private void assertUsed(Path path) {
    assertThat(arguments("config-file=" + path).read().targets())
        .hasToString("[https://good.example:443]");
  }

  private void assertRefused(Path path, String why) {
    assertThat(arguments("config-file=" + path).problems())
        .singleElement()
        .asString()
        .startsWith("config-file='" + path + "' (agent argument) is not used: ")
        .contains(why)
        .doesNotContain("\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {0777, 0775, 0757, 02777, 0733, 0770})
  void a_file_in_a_folder_that_others_may_write_is_refused(int mode) throws IOException {
    mode(folder, mode);
    assertRefused(
        file, "other users can write to its folder " + folder.toRealPath() + ": run chmod go-w");
  }

  @ParameterizedTest
  @ValueSource(ints = {0777, 0775})
  void each_folder_on_the_way_counts(int mode) throws IOException {
    mode(root.resolve("outer"), mode);
    assertRefused(
        file, "other users can write to its folder " + root.toRealPath().resolve("outer") + ":");
  }

  @ParameterizedTest
  @ValueSource(ints = {0755, 0700, 0711, 02755, 01777, 03777})
  void a_folder_in_which_others_cannot_replace_the_file_is_accepted(int mode) throws IOException {
    mode(folder, mode);
    assertUsed(file);
  }

  @Test
  void a_folder_of_another_user_is_refused() throws IOException {
    giveAway(folder);
    assertRefused(file, "the owner of its folder " + folder.toRealPath() + " is ");
  }

  @Test
  void a_sticky_folder_of_another_user_is_refused() throws IOException {
    mode(folder, 01777);
    giveAway(folder);
    assertRefused(file, "the owner of its folder ");
  }

  @Test
  void in_a_sticky_folder_a_file_with_a_second_name_is_refused() throws IOException {
    mode(folder, 01777);
    Files.createLink(folder.resolve("planted.properties"), file);
    assertRefused(folder.resolve("planted.properties"), "other users can add links to its folder ");
  }

  @Test
  void elsewhere_a_second_name_does_not_matter() throws IOException {
    Files.createLink(folder.resolve("second.properties"), file);
    assertUsed(folder.resolve("second.properties"));
  }

  @Test
  void the_folders_of_a_links_target_count() throws IOException {
    Path link = Files.createSymbolicLink(root.resolve("link"), file);
    assertUsed(link);
    mode(folder, 0777);
    assertRefused(link, "other users can write to its folder ");
  }

  @Test
  void the_folder_that_holds_the_link_counts() throws IOException {
    Path safe = Files.createDirectory(root.resolve("safe"));
    Path target = written(safe.resolve("agent.properties"), "good.example");
    Path link = Files.createSymbolicLink(folder.resolve("link"), target);
    assertUsed(link);
    mode(folder, 0777);
    assertRefused(link, "other users can write to its folder " + folder.toRealPath());
  }

  @Test
  void a_link_in_the_middle_of_the_path_counts() throws IOException {
    Path middle = Files.createSymbolicLink(root.resolve("middle"), Path.of("outer/inner"));
    Path named = middle.resolve("agent.properties");
    assertUsed(named);
    mode(root.resolve("outer"), 0777);
    assertRefused(named, "other users can write to its folder ");
  }

  @Test
  void a_link_of_another_user_is_refused() throws IOException {
    mode(folder, 01777);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertUsed(link);
    giveAway(link);
    assertRefused(link, "the owner of the link ");
  }

  @Test
  void the_way_back_over_two_dots_counts() throws IOException {
    Path named = root.resolve("outer/inner/../../outer/./inner/agent.properties");
    assertUsed(named);
    Path detour = Files.createDirectory(root.resolve("detour"));
    Path around = detour.resolve("../outer/inner/agent.properties");
    assertUsed(around);
    mode(detour, 0777);
    assertRefused(around, "other users can write to its folder ");
    mode(detour, 0755);
  }

  @Test
  void a_relative_path_is_judged_from_the_root() throws IOException {
    mode(folder, 0777);
    Path relative = Path.of("").toAbsolutePath().relativize(file);
    assertRefused(relative, "other users can write to its folder ");
  }

  @Test
  void links_in_a_circle_end() throws IOException {
    Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
    assertRefused(folder.resolve("a"), "there is no such file");
  }

  @Test
  void a_file_is_not_a_folder() {
    assertRefused(file.resolve("x"), "there is no such file");
  }

  @Test
  void a_kubernetes_volume_with_a_new_version_is_used() throws IOException {
    // As the kubelet writes Secrets, on a tmpfs: drwxrwxrwt, and links to a folder of each version.
    Path volume = Files.createDirectory(root.resolve("volume"));
    version(volume, "..2026_01", "old.example");
    Files.createSymbolicLink(volume.resolve("..data"), Path.of("..2026_01"));
    Path named = volume.resolve("agent.properties");
    Files.createSymbolicLink(named, Path.of("..data/agent.properties"));
    mode(volume, 03777);
    assertThat(arguments("config-file=" + named).read().targets())
        .hasToString("[https://old.example:443]");

    version(volume, "..2026_02", "good.example");
    Files.createSymbolicLink(volume.resolve("..data_tmp"), Path.of("..2026_02"));
    Files.move(
        volume.resolve("..data_tmp"), volume.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    assertUsed(named);
  }

  private static void version(Path volume, String name, String host) throws IOException {
    Path version = Files.createDirectory(volume.resolve(name));
    mode(version, 02755);
    written(version.resolve("agent.properties"), host);
  }

  /** A ConfigMap's folder is drwxrwxrwx, with fsGroup drwxrwsrwx, and mounted read-only. */
  @ParameterizedTest
  @ValueSource(ints = {0777, 02777})
  void a_kubernetes_config_map_is_used(int mode) throws Exception {
    mode(folder, mode);
    String inNewMounts =
        "mount --bind \"$1\" \"$1\" && mount -o remount,bind,$2 \"$1\" && shift 2 && exec \"$@\"";
    assumeTrue(output(inNewMounts, "rw", "echo", "ok").equals("ok"), "only root can mount");
    String[] program = {
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      "-cp",
      System.getProperty("java.class.path"),
      ReadOnlyFolderProgram.class.getName(),
      file.toString()
    };
    assertThat(output(inNewMounts, "ro", program)).isEqualTo("[https://good.example:443]");
    assertThat(output(inNewMounts, "rw", program)).contains("other users can write to its folder ");
  }

  private String output(String script, String option, String... command) throws Exception {
    List<String> all = new ArrayList<>(List.of("unshare", "-m", "sh", "-c", script, "sh"));
    all.addAll(List.of(folder.toString(), option));
    all.addAll(List.of(command));
    Process process;
    try {
      process = new ProcessBuilder(all).redirectErrorStream(true).start();
    } catch (IOException notLinux) {
      return "";
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return output.trim();
  }

  @Test
  void a_pipe_and_a_device_are_refused_at_once() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    long start = System.nanoTime();
    assertRefused(pipe, "it is not a file");
    assertRefused(Path.of("/dev/zero"), "it is not a file");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
  }

  @Test
  void a_huge_file_is_refused_and_not_kept_in_memory() throws IOException {
    try (var large = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
      large.position(20L << 30);
      large.write(ByteBuffer.wrap(new byte[1])); // sparse
    }
    assertRefused(file, "it is larger than 1 MiB");
  }

  @Test
  void the_largest_file_is_read_whole() throws IOException {
    String host = "hosts=good.example\n";
    Files.writeString(file, "#".repeat((1 << 20) - host.length() - 1) + "\n" + host);
    assertUsed(file);
  }

  /** Others may rename files in the folder: no content of theirs is ever read, in any moment. */
  @Test
  void where_others_may_write_the_folder_a_swap_never_wins() throws Exception {
    mode(folder, 0777);
    assertThat(readsWhileSwapped()).containsOnly("refused");
  }

  /**
   * What was read is what was judged, also if the file is another one only for the moment in which
   * it is opened.
   */
  @Test
  void a_file_that_was_not_judged_is_not_read() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fdinfo")), "no such look in this system");
    assertThat(readsWhileSwapped())
        .doesNotContain("[https://evil.example:443]")
        .contains("[https://good.example:443]");
  }

  /** The distinct results of reading while the path leads to a file of everybody half the time. */
  private List<String> readsWhileSwapped() throws Exception {
    Path good = written(root.resolve("good"), "good.example");
    Path evil = written(root.resolve("evil"), "evil.example");
    mode(evil, 0666);
    Path next = folder.resolve("next");
    Thread swapper =
        new Thread(
            () -> {
              try {
                for (int i = 0; i < 30_000; i++) {
                  Files.createLink(next, i % 2 == 0 ? evil : good);
                  Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
                }
              } catch (IOException broken) {
                throw new IllegalStateException(broken);
              }
            });
    swapper.start();
    Set<String> results = new TreeSet<>();
    do {
      String result;
      try {
        result = Configuration.read(arguments("config-file=" + file)).targets().toString();
      } catch (ConfigurationException refused) {
        result = "refused";
      }
      results.add(result);
    } while (swapper.isAlive());
    swapper.join();
    written(file, "good.example");
    return List.copyOf(results);
  }
}
