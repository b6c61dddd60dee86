package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientPlaces;
import io.foundryidentity.agent.instrumentation.support.LiveWeaving;
import io.foundryidentity.agent.instrumentation.support.PreparedClasses;
import java.io.File;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreparedClassesEntryTest {

  /** The build has copied them there. */
  private static final Path CLIENTS = Path.of("target/clients");

  private static final Pattern KNOWN =
      Pattern.compile(
          "\\*\\*Known are\\*\\* OkHttp (?<okhttp>[^(]+) and Apache HttpClient (?<apache>[^(]+)\\(");

  private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+");

  private final List<ClientInstrumentation> clients = Clients.on(Clients.NEWEST_JAVA);
  private final ClientPlaces places = ClientPlaces.of(clients);
  private final LiveWeaving live = new LiveWeaving(clients);

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("versions")
  void each_class_is_prepared_as_byte_buddy_changes_it(Path version) throws Exception {
    PreparedClasses prepared = prepared();
    int changed = 0;
    List<File> jars = jars(version);
    try (URLClassLoader loader = new URLClassLoader(urls(jars))) {
      for (File file : jars) {
        try (JarFile jar = new JarFile(file)) {
          for (JarEntry entry : jar.stream().collect(Collectors.toList())) {
            String name = entry.getName().replace(".class", "");
            if (!entry.getName().endsWith(".class") || name.startsWith("META-INF/")) {
              continue;
            }
            String joining = places.clientsIn(name);
            boolean early = places.isEarly(name);
            if (joining.isEmpty() && !early) {
              continue;
            }
            byte[] original = jar.getInputStream(entry).readAllBytes();
            if (early) {
              assertThat(prepared.find(name, "", original)).as(name).isNotNull();
            }
            if (!joining.isEmpty()) {
              byte[] woven = live.weave(loader, name, original);
              PreparedClasses.Result found = prepared.find(name, joining, original);
              assertThat(found).as(name).isNotNull();
              assertThat(found.woven).as(name).isEqualTo(woven);
              changed += woven == null ? 0 : 1;
            }
          }
        }
      }
    }
    assertThat(changed).isGreaterThan(2);
  }

  @Test
  void a_second_run_writes_the_same_bytes() throws Exception {
    Path again = folder.resolve("prepared.classes");
    PreparedClassesEntry.main(new String[] {again.toString(), CLIENTS.toString()});

    try (InputStream built = entry()) {
      assertThat(Files.readAllBytes(again)).isEqualTo(built.readAllBytes());
    }
  }

  @Test
  void the_page_names_the_versions_whose_classes_are_prepared() throws Exception {
    Set<String> named = new TreeSet<>();
    for (Matcher list = KNOWN.matcher(page()); list.find(); ) {
      addVersions("okhttp-", list.group("okhttp"), named);
      addVersions("apache-httpclient-", list.group("apache"), named);
    }
    List<String> prepared =
        versions().stream().map(each -> each.getFileName().toString()).collect(Collectors.toList());
    assertThat(named).containsExactlyInAnyOrderElementsOf(prepared);
  }

  private static void addVersions(String client, String list, Set<String> named) {
    for (Matcher version = VERSION.matcher(list); version.find(); ) {
      named.add(client + version.group());
    }
  }

  private static String page() throws Exception {
    return Files.readString(Path.of("../../docs/how-it-works.md"));
  }

  static List<Path> versions() throws Exception {
    try (Stream<Path> folders = Files.list(CLIENTS)) {
      return folders.sorted().collect(Collectors.toList());
    }
  }

  private static List<File> jars(Path version) {
    File[] files = version.toFile().listFiles();
    assertThat(files).isNotNull();
    Arrays.sort(files);
    return List.of(files);
  }

  private static URL[] urls(List<File> jars) throws Exception {
    List<URL> urls = new ArrayList<>();
    for (File jar : jars) {
      urls.add(jar.toURI().toURL());
    }
    return urls.toArray(new URL[0]);
  }

  private static PreparedClasses prepared() throws Exception {
    return PreparedClasses.read(entry());
  }

  private static InputStream entry() {
    InputStream entry =
        PreparedClassesEntry.class.getClassLoader().getResourceAsStream(PreparedClassesEntry.ENTRY);
    assertThat(entry).isNotNull();
    return entry;
  }
}
