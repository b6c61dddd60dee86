package io.foundryidentity.agent.core.targets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** For any configuration and any request, the table finds what the simple reference finds. */
class TargetTablePropertyTest {

  private static final String[] SUFFIXES = {
    "openai.azure.com", "services.ai.azure.com", "cognitiveservices.azure.us", "example.com", "a"
  };

  @Property(tries = 5000)
  void the_table_finds_what_the_reference_finds(
      @ForAll("configured") List<String> targets,
      @ForAll("schemes") String scheme,
      @ForAll("askedHosts") String host,
      @ForAll("ports") int port,
      @ForAll("paths") String path) {
    String found =
        TargetTableTest.table(targets.toArray(new String[0])).find(scheme, host, port, path);
    assertThat(found)
        .isEqualTo(new ReferenceTargets(targets).find(scheme, host, port, path).orElse(null));
  }

  @Property(tries = 20000)
  void a_path_is_under_a_prefix_only_if_the_reference_says_so(@ForAll("paths") String path) {
    List<String> targets = List.of("https://h/api", "https://h/api/projects/a", "https://h/b");
    assertThat(TargetTableTest.table(targets.toArray(new String[0])).find("https", "h", -1, path))
        .isEqualTo(new ReferenceTargets(targets).find("https", "h", -1, path).orElse(null));
  }

  @Property(tries = 2000)
  void every_target_finds_itself_in_any_case(
      @ForAll("configured") List<String> targets, @ForAll boolean upper, @ForAll boolean dot) {
    TargetTable<String> table = TargetTableTest.table(targets.toArray(new String[0]));
    for (String text : targets) {
      Target target = TargetParser.parse(text);
      String host = (target.wildcard() ? "zzz." : "") + target.host() + (dot ? "." : "");
      String asked = upper ? host.toUpperCase(Locale.ROOT) : host;
      assertThat(table.find(target.scheme(), asked, target.port(), target.pathPrefix()))
          .isEqualTo(text);
    }
  }

  @Property(tries = 5000)
  void a_random_host_matches_only_if_it_is_the_target(
      @ForAll("configured") List<String> targets, @ForAll String host) {
    String found =
        TargetTableTest.table(targets.toArray(new String[0])).find("https", host, -1, "/");
    assertThat(found)
        .isEqualTo(new ReferenceTargets(targets).find("https", host, -1, "/").orElse(null));
  }

  @Property(tries = 5000)
  void any_text_is_a_target_or_refused_with_one_line_that_quotes_it(@ForAll String text) {
    try {
      assertThat(TargetParser.parse(text).host()).matches("[a-z0-9.:-]+");
    } catch (IllegalArgumentException refused) {
      assertThat(refused.getMessage()).startsWith("'").doesNotContain("\n", "\r");
    }
  }

  @Provide
  Arbitrary<List<String>> configured() {
    Arbitrary<String> exact = Combinators.combine(labels(), suffixes()).as((l, s) -> l + "." + s);
    Arbitrary<String> wildcard = Arbitraries.of(SUFFIXES[0], SUFFIXES[1]).map(s -> "*." + s);
    Arbitrary<String> host = Arbitraries.oneOf(exact, exact, exact, exact, wildcard);
    Arbitrary<String> port = Arbitraries.of("", "", ":8443");
    Arbitrary<String> prefix = Arbitraries.of("", "", "/api", "/api/projects/a", "/b");
    return Combinators.combine(host, port, prefix)
        .as((h, p, x) -> "https://" + h + p + x)
        .list()
        .uniqueElements()
        .ofMaxSize(12);
  }

  private static Arbitrary<String> labels() {
    return Arbitraries.of("a", "b", "res", "res1", "res2", "evilres", "xn--bcher-kva", "r-s");
  }

  private static Arbitrary<String> suffixes() {
    return Arbitraries.of(SUFFIXES);
  }

  @Provide
  Arbitrary<String> schemes() {
    return Arbitraries.of("https", "HTTPS", "Https", "http", "wss", "httpx", "");
  }

  @Provide
  Arbitrary<String> askedHosts() {
    Arbitrary<String> before = Arbitraries.of("", "", "", "", "a.", "evil@", "x/", ".", "\u0435");
    Arbitrary<String> after =
        Arbitraries.of("", "", "", "", ".", "..", ".evil.example", ":443", "@evil", "\u3002");
    Arbitrary<Boolean> upper = Arbitraries.of(true, false);
    return Combinators.combine(before, labels(), suffixes(), after, upper)
        .as(
            (b, l, s, a, u) -> {
              String host = b + l + "." + s + a;
              return u ? host.toUpperCase(Locale.ROOT) : host;
            });
  }

  @Provide
  Arbitrary<Integer> ports() {
    return Arbitraries.of(-1, -1, 443, 8443, 80, 0);
  }

  @Provide
  Arbitrary<String> paths() {
    Arbitrary<String> piece =
        Arbitraries.of(
            "/api",
            "/projects",
            "/a",
            "/b",
            "/",
            "/..",
            "/.",
            "..",
            ".",
            ";",
            ",",
            "=",
            ":",
            "%2e",
            "%2F",
            "%5c",
            "\\",
            "%25",
            "%41",
            "%20",
            "%3A",
            "%3b",
            "%00",
            "%7f",
            "%22",
            "%c0",
            "%ae",
            "%C3%A9",
            "%c4%ae",
            "%e2%88%95",
            "%ef%bc%8e",
            "%ED%A0%80",
            "%f0%9f%98%80",
            "%F0%A0%AE%B7",
            "%u002e",
            "%2",
            "%",
            "?",
            "#",
            " ",
            "\t",
            "\u00e9",
            "\uff0e",
            "b",
            "/...");
    Arbitrary<String> any = Arbitraries.strings().ascii().ofMaxLength(3);
    Arbitrary<String> under = Arbitraries.of("", "/api", "/api/projects/a", "/b");
    Arbitrary<String> rest =
        Arbitraries.frequencyOf(Tuple.of(9, piece), Tuple.of(1, any))
            .list()
            .ofMaxSize(6)
            .map(pieces -> String.join("", pieces));
    return Combinators.combine(under, rest).as((u, r) -> u + r);
  }
}
