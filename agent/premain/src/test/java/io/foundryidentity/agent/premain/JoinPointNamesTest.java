package io.foundryidentity.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class JoinPointNamesTest {

  private final JoinPointNames names =
      new JoinPointNames(
          Index.of("okhttp3/Call", "okhttp3/OkHttpClient$Builder"), "java/lang/ProcessBuilder");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "okhttp3/OkHttpClient$Builder",
        "okhttp3.OkHttpClient$Builder",
        "shaded/okhttp3/Call",
        "shaded.in.another.okhttp3.Call",
        "okhttp3/Call",
        "java/lang/ProcessBuilder",
        "java.lang.ProcessBuilder"
      })
  void these_are_join_points(String name) {
    assertThat(names.contains(name)).isTrue();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "Call",
        "/",
        "http3/Call",
        "myokhttp3/Call",
        "shaded-okhttp3/OkHttpClient$Builder",
        "okhttp3/OkHttpClient$Builder$1",
        "okhttp3$Call",
        "shaded/java/lang/ProcessBuilder",
        "[Lokhttp3.OkHttpClient$Builder;",
        "\u4e16\u754c/okhttp3\u4e16/Call",
        "okhttp3/\u0143all"
      })
  void these_are_not(String name) {
    assertThat(names.contains(name)).isFalse();
  }

  @Test
  void an_empty_place_has_no_name() {
    assertThat(new JoinPointNames(new byte[2048]).contains("okhttp3/OkHttpClient")).isFalse();
  }
}
