package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.dist.program.Get;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whoever upgrades changes the jar and nothing else: what they wrote before has the same effect.
 */
class UpgradeIT {

  private static final String TARGET = "https://contoso.openai.azure.com";

  /** The release's own client id, which the simulated Azure does not know. */
  private static final String CLIENT_ID = "11111111-2222-3333-4444-555555555555";

  /** What would be written or listened to outside of the test's folder. */
  private static final Pattern OUTSIDE =
      Pattern.compile("(?i).*(health.port|log.file|status.file)");

  @TempDir private Path folder;

  private static Simulator simulator;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  static Stream<Arguments> sources() throws IOException {
    return OlderRelease.all().stream()
        .flatMap(
            release -> Stream.of(Source.values()).map(source -> Arguments.of(release, source)));
  }

  static List<OlderRelease> releases() throws IOException {
    return OlderRelease.all();
  }

  @ParameterizedTest
  @MethodSource("sources")
  void each_setting_is_accepted_and_means_the_same(OlderRelease release, Source source)
      throws IOException {
    ChildJvm check = jvm(ChildJvm.running(ChildJvm.JAR).arguments("check", "--offline", "--json"));
    String arguments = give(source, release.settings(source.file), check);

    ChildJvm.Ended ended = check.arguments("--agent-arguments=" + arguments).run();

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.err()).isEmpty();
    Map<String, Object> report = Json.object(ended.out());
    assertThat((List<?>) report.get("warnings"))
        .map(String::valueOf)
        .allMatch(release::isDeprecation);
    // A later version may have further keys, with defaults
    assertThat(effect(report)).containsAll(release.lines(source.effect));
  }

  /** The settings in force, other than the place of the file itself. */
  private static List<String> effect(Map<String, Object> report) {
    return ((List<?>) report.get("configuration"))
        .stream()
            .map(Map.class::cast)
            .filter(setting -> !setting.get("key").equals("config-file"))
            .map(setting -> setting.get("key") + "=" + setting.get("value"))
            .toList();
  }

  /** Of the sources that were found to mean the same, one. */
  static Stream<Arguments> differentSources() throws IOException {
    return OlderRelease.all().stream()
        .flatMap(
            release ->
                Stream.of(Source.FILE, Source.FALLBACK_ENVIRONMENT)
                    .map(source -> Arguments.of(release, source)));
  }

  @ParameterizedTest
  @MethodSource("differentSources")
  void a_program_gets_its_token_and_no_line_on_standard_error(OlderRelease release, Source source)
      throws IOException {
    Map<String, String> settings = new LinkedHashMap<>(release.settings(source.file));
    settings.keySet().removeIf(name -> OUTSIDE.matcher(name).matches());
    settings.replaceAll((name, value) -> value.replace(CLIENT_ID, simulator.identity().clientId()));
    ChildJvm program = jvm(ChildJvm.running(Get.class, TARGET + "/openai/v1/models"));
    int before = simulator.foundry().requests().size();

    ChildJvm.Ended ended = program.agent(give(source, settings, program)).run();

    assertThat(ended.out()).as(ended.err()).isEqualTo("200\n");
    assertThat(ended.err().lines())
        .filteredOn(line -> !line.startsWith("foundry-identity INFO: "))
        .filteredOn(line -> !line.contains("\"level\":\"INFO\""))
        .allMatch(release::isDeprecation);
    assertThat(simulator.foundry().requests().stream().skip(before))
        .singleElement()
        .satisfies(request -> assertThat(request.headers().anyValueContains("Bearer ")).isTrue());
  }

  @ParameterizedTest
  @MethodSource("releases")
  void each_command_line_ends_with_the_same_code_and_prints_what_scripts_look_for(
      OlderRelease release) throws IOException {
    try (RunningApplication application = RunningApplication.start(simulator)) {
      for (OlderRelease.Call call : release.calls()) {
        ChildJvm jvm = jvm(ChildJvm.running(ChildJvm.JAR));
        call.arguments().forEach(argument -> jvm.arguments(real(argument, application)));

        ChildJvm.Ended ended = jvm.run();

        String told = ended.out() + ended.err();
        assertThat(ended.exit()).as("%s%n%s", call.arguments(), told).isEqualTo(call.exit());
        assertThat(call.output())
            .as("%s%n%s", call.arguments(), told)
            .allMatch(words -> Pattern.compile(words, Pattern.MULTILINE).matcher(told).find());
        assertThat(ended.err().lines())
            .filteredOn(line -> line.contains("deprecated"))
            .allMatch(release::isDeprecation);
      }
    }
  }

  private static String real(String argument, RunningApplication application) {
    return argument
        .replace("${pid}", application.pid())
        .replace("${target}", RunningApplication.target(simulator));
  }

  /** In the simulated Azure: its names lead there through its proxy. */
  private static ChildJvm jvm(ChildJvm jvm) {
    return jvm.option("-Dhttps.proxyHost=127.0.0.1")
        .option("-Dhttps.proxyPort=" + simulator.proxy().port())
        .option("-XX:TieredStopAtLevel=1")
        .options(simulator.certificates().trustProperties())
        .environment(simulator.identity().environment(IdentityKind.APP_SERVICE));
  }

  /**
   * Gives the settings of a release to a JVM.
   *
   * @return the agent's arguments
   */
  private String give(Source source, Map<String, String> settings, ChildJvm jvm)
      throws IOException {
    switch (source) {
      case ARGUMENTS:
        return settings.entrySet().stream()
            .map(each -> each.getKey().replace("foundry.identity.", "") + "=" + each.getValue())
            .collect(Collectors.joining(","));
      case FILE:
        Path file = folder.resolve("foundry-identity.properties");
        Files.writeString(
            file,
            settings.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                .collect(Collectors.joining()));
        return "config-file=" + file;
      case PROPERTIES:
        settings.forEach((name, value) -> jvm.option("-D" + name + "=" + value));
        return "";
      default:
        jvm.environment(settings);
        return "";
    }
  }

  /**
   * Where the settings of a release stand, with the file that has them and that of their effect.
   */
  enum Source {
    ARGUMENTS("foundry-identity.properties", "effect.txt"),
    FILE("foundry-identity.properties", "effect.txt"),
    PROPERTIES("system.properties", "effect.txt"),
    ENVIRONMENT("environment.properties", "effect.txt"),
    OTHER_ENVIRONMENT("other-environment.properties", "effect.txt"),
    /** Variables that are not the agent's own. */
    FALLBACK_ENVIRONMENT("fallback-environment.properties", "fallback-effect.txt");

    private final String file;
    private final String effect;

    Source(String file, String effect) {
      this.file = file;
      this.effect = effect;
    }
  }
}
