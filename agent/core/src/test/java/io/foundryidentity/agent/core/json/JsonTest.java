package io.foundryidentity.agent.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text may come from anybody: reading it never throws, hangs or overflows the stack. */
class JsonTest {

  private static final int LONG = 1_000_000;

  @Test
  void every_kind_of_value_is_read() {
    assertThat(
            Json.object(
                " {\"s\":\"a\\n\\u00fc\\/\\\"\",\"i\":7,\"d\":-1.5e3,\"t\":true,\"f\":false,"
                    + "\"n\":null,\"l\":[1,[],{}],\"o\":{\"x\":\"y\"}}\n"))
        .containsExactly(
            Map.entry("s", "a\n\u00fc/\""),
            Map.entry("i", 7.0),
            Map.entry("d", -1500.0),
            Map.entry("t", true),
            Map.entry("f", false),
            entry("n", null),
            Map.entry("l", List.of(1.0, List.of(), Map.of())),
            Map.entry("o", Map.of("x", "y")));
  }

  private static <V> Map.Entry<String, V> entry(String name, V value) {
    return Collections.singletonMap(name, value).entrySet().iterator().next();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "\"text\"",
        "[]",
        "[{\"a\":1}]",
        "<html>",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,",
        "{\"a\":\"b",
        "{\"a\":\"b\\",
        "{\"a\":\"\\u12",
        "{\"a\":\"\\uzzzz\"}",
        "{\"a\":[1",
        "{\"a\":tru}",
        "{\"a\":NaN}",
        "{\"a\":-}",
        "{\"a\":1e}",
        "{\"a\" 1}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":1]",
        "{\"a\":}",
        "{\"a\":// why\n1}",
        "\u0000",
      })
  void what_is_no_object_is_an_empty_one(String text) {
    assertThat(Json.object(text)).isEmpty();
  }

  @Test
  void a_byte_order_mark_before_it_is_ignored() {
    assertThat(Json.object("\ufeff{\"a\":1}")).containsOnlyKeys("a");
    assertThat(Json.object("\ufeff\ufeff{\"a\":1}")).isEmpty();
  }

  @Test
  void what_follows_the_object_is_not_read() {
    assertThat(Json.object("{\"a\":1} trailing")).containsExactly(Map.entry("a", 1.0));
  }

  @Test
  void of_two_equal_names_the_last_one_counts() {
    assertThat(Json.object("{\"a\":1,\"a\":[],\"a\":\"last\"}"))
        .containsExactly(Map.entry("a", "last"));
  }

  @Test
  void nesting_of_any_depth_does_no_harm() throws Exception {
    assertThat(Json.object(nested("[", "]", 31))).hasSize(1);
    assertThat(Json.object(nested("[", "]", 33))).isEmpty();

    onSmallStack(
        () -> {
          assertThat(Json.object(nested("[", "]", LONG))).isEmpty();
          assertThat(Json.object(nested("{\"a\":", "}", LONG))).isEmpty();
          assertThat(Json.object("{\"a\":" + "[".repeat(LONG))).isEmpty();
        });
  }

  private static String nested(String open, String close, int depth) {
    return "{\"a\":" + open.repeat(depth) + "1" + close.repeat(depth) + "}";
  }

  private static void onSmallStack(Runnable test) throws InterruptedException {
    Throwable[] failure = new Throwable[1];
    Thread thread = new Thread(null, test, "small stack", 200_000);
    thread.setUncaughtExceptionHandler((same, thrown) -> failure[0] = thrown);
    thread.start();
    thread.join();
    assertThat(failure[0]).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "-0.1", "1e1", "9.9E-"})
  void a_number_of_any_length_is_read_in_good_time(String begin) {
    String number = begin + "1".repeat(LONG);

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(Json.object("{\"a\":" + number + "}")).containsOnlyKeys("a"));
  }

  @Test
  void a_long_text_and_many_names_are_read_in_good_time() {
    String text = "x".repeat(LONG);
    StringBuilder names = new StringBuilder("{\"first\":1");
    for (int i = 0; i < 50_000; i++) {
      names.append(",\"n").append(i).append("\":").append(i);
    }

    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(Json.object("{\"a\":\"" + text + "\"}")).containsEntry("a", text);
          assertThat(Json.object("{\"" + text + "\":1}")).containsOnlyKeys(text);
          assertThat(Json.object(names + "}")).hasSize(50_001);
        });
  }

  @Property
  void no_text_makes_it_throw(@ForAll String text) {
    assertThat(Json.object(text)).isNotNull();
    assertThat(Json.object("{\"a\":" + text)).isNotNull();
  }

  @Property
  void what_is_written_is_one_line_of_ascii_and_reads_the_same(
      @ForAll String name, @ForAll String value) {
    Map<String, Object> written = new LinkedHashMap<>();
    written.put(name, Arrays.asList(value, null, true, 1.5));

    String line = Json.line(written);

    assertThat(line).matches("[ -~]*");
    assertThat(Json.object(line)).isEqualTo(written);
  }

  @Test
  void whole_numbers_are_written_whole() {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("int", 3);
    numbers.put("long", 1_900_000_000_000L);

    assertThat(Json.line(numbers)).isEqualTo("{\"int\":3,\"long\":1900000000000}");
  }
}
