package io.foundryidentity.agent.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** For a new client, one page explains what the failure of each case means. */
class CasesPageTest {

  @Test
  void the_page_says_of_each_case_what_its_failure_means() throws IOException {
    String page = Files.readString(Path.of("../../../docs/contributing/adding-a-client.md"));
    List<String> cases =
        Arrays.stream(HttpClientConformance.class.getMethods())
            .filter(CasesPageTest::isCase)
            .map(Method::getName)
            .toList();
    assertThat(cases).isNotEmpty().allMatch(name -> page.contains("`" + name + "`"));
  }

  private static boolean isCase(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }
}
