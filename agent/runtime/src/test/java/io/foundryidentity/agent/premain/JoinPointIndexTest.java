package io.foundryidentity.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.runtime.JoinPointIndex;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** In this package to read the index as the agent does. */
class JoinPointIndexTest {

  private final Set<String> listed = JoinPointIndex.names();

  @Test
  void every_name_that_was_written_is_found() throws IOException {
    JoinPointNames names = new JoinPointNames(index());
    assertThat(listed).hasSizeGreaterThan(150).allMatch(names::contains);
    assertThat(listed).allMatch(name -> names.contains("shaded/into/" + name));
    assertThat(listed).allMatch(name -> names.contains(name.replace('/', '.')));
  }

  @Test
  void no_other_name_is_found() throws IOException {
    JoinPointNames names = new JoinPointNames(index());
    assertThat(listed).noneMatch(name -> names.contains(name + "$1"));
    assertThat(listed).noneMatch(name -> names.contains("x" + name));
    assertThat(listed).noneMatch(name -> names.contains(name.substring(1)));
  }

  private static byte[] index() throws IOException {
    try (InputStream in =
        JoinPointIndex.class.getClassLoader().getResourceAsStream(JoinPointNames.INDEX)) {
      return in.readAllBytes();
    }
  }
}
