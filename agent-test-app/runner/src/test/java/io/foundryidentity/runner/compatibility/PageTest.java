package io.foundryidentity.runner.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PageTest {

  private static final Result TOMCAT =
      new Result("server", "Tomcat", "11.0.24", "17", true, "a war");

  @Test
  void a_row_for_each_result_stands_where_the_template_wants_it() {
    assertThat(page("before\n\n${servers}\n\nafter\n", TOMCAT))
        .isEqualTo(
            """
            before

            | where | version | Java | result |  |
            | --- | --- | --- | --- | --- |
            | Tomcat | 11.0.24 | 17 | ✓ | a war |

            after
            """);
  }

  @Test
  void where_nothing_has_a_version_there_is_no_column_for_it() {
    assertThat(page("${servers}", new Result("server", "Plug-ins", "", "17", true, "two")))
        .endsWith("| Plug-ins | 17 | ✓ | two |");
  }

  @Test
  void a_bar_in_a_note_breaks_no_row() {
    Result result = new Result("server", "Tomcat", "11", "17", true, "a|b");
    assertThat(page("${servers}", result)).endsWith("| a\\|b |");
    assertThat(Page.essence(page("${servers}", result))).endsWith("| 17 | ✓ |");
  }

  @Test
  void results_are_counted() {
    assertThat(page("${servers.count} results", TOMCAT, TOMCAT)).isEqualTo("2 results");
  }

  @Test
  void other_notes_and_times_leave_a_page_up_to_date() {
    Result again = new Result("server", "Tomcat", "11.0.24", "17", true, "took 9 s");
    assertThat(Page.essence(page("${servers}", again)))
        .isEqualTo(Page.essence(page("${servers}", TOMCAT)));
    String times = "| `scripts/x` | a file | ${servers.time} |";
    assertThat(Page.essence(times)).isEqualTo("| `scripts/x` | a file |");
  }

  @Test
  void rows_of_a_java_that_cannot_be_had_any_more_do_not_count() {
    Result on25 = new Result("matrix", "leaks", "", "25", true, "24 ways");
    Result on26 = new Result("matrix", "leaks", "", "26", true, "26 ways");
    String template = "`scripts/matrix`, ${servers.count} results.\n\n${servers}\n";
    String written = page(template, on25, on26);

    assertThat(Page.without(List.of("26"), written))
        .isEqualTo(Page.without(List.of("26"), page(template, on25)))
        .contains("| 25 |");
    assertThat(Page.without(List.of(), written)).isEqualTo(written);
  }

  @Test
  void another_version_and_a_missing_row_make_a_page_stale() {
    Result newer = new Result("server", "Tomcat", "11.0.25", "17", true, "a war");
    assertThat(Page.essence(page("${servers}", newer)))
        .isNotEqualTo(Page.essence(page("${servers}", TOMCAT)));
    assertThat(Page.essence(page("${servers}", TOMCAT, newer)))
        .isNotEqualTo(Page.essence(page("${servers}", TOMCAT)));
  }

  @Test
  void other_sentences_make_a_page_stale() {
    assertThat(Page.essence("one")).isNotEqualTo(Page.essence("another"));
  }

  @Test
  void a_place_for_something_unknown_is_a_mistake() {
    assertThatThrownBy(() -> page("${moon}")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> page("${servers.moon}")).hasMessageContaining("moon");
  }

  private static String page(String template, Result... results) {
    return new Page(template, new Results(Map.of(Part.SERVERS, List.of(results))), Map.of()).text();
  }
}
