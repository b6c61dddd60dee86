package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaCommandLineTest {

  @ParameterizedTest
  @CsvSource({
    "java -Xmx1g -jar app.jar --secret, app.jar",
    "java -cp a.jar:b.jar com.example.Main x, com.example.Main",
    "java --class-path a.jar com.example.Main, com.example.Main",
    "java -p mods --add-opens a/b=c -m app/com.example.Main x, app/com.example.Main",
    "java @options com.example.Main, com.example.Main",
    "/opt/own-launcher, /opt/own-launcher",
    "/opt/own-launcher -jar, /opt/own-launcher",
  })
  void the_program_is_the_first_word_that_is_no_option(String line, String program) {
    assertThat(new JavaCommandLine(Arrays.asList(line.split(" "))).program()).isEqualTo(program);
  }

  @Test
  void what_stands_behind_the_program_is_not_an_option_of_the_jvm() {
    assertThat(new JavaCommandLine(List.of("java", "-Da=b", "Main", "-javaagent:x.jar")).options())
        .containsExactly("-Da=b");
  }

  @Test
  void of_an_empty_command_line_nothing_is_known() {
    assertThat(new JavaCommandLine(List.of()).program()).isEmpty();
  }
}
