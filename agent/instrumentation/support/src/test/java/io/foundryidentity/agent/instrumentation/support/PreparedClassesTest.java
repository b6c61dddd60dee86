package io.foundryidentity.agent.instrumentation.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PreparedClassesTest {

  private static final byte[] ORIGINAL = bytes("a class file that is as long as it has to be");
  private static final byte[] WOVEN = bytes("a class file that calls the agent and is as long");

  private final PreparedClassesWriter writer = new PreparedClassesWriter();

  @Test
  void a_known_class_has_its_result() throws IOException {
    writer.add("a/Client", "one,two", ORIGINAL, WOVEN);

    assertThat(find("a/Client", "one,two", ORIGINAL).woven).isEqualTo(WOVEN);
  }

  @Test
  void a_class_that_stays_as_it_is_is_known_too() throws IOException {
    writer.add("a/Builder", "", ORIGINAL, null);

    PreparedClasses.Result known = find("a/Builder", "", ORIGINAL);
    assertThat(known).isNotNull();
    assertThat(known.woven).isNull();
  }

  @Test
  void other_bytes_another_name_or_other_clients_are_unknown() throws IOException {
    writer.add("a/Client", "one,two", ORIGINAL, WOVEN);
    byte[] other = ORIGINAL.clone();
    other[20]++;

    assertThat(find("a/Client", "one,two", other)).isNull();
    assertThat(find("a/Client", "one,two", WOVEN)).isNull();
    assertThat(find("shaded/a/Client", "one,two", ORIGINAL)).isNull();
    assertThat(find("a/Client", "one", ORIGINAL)).isNull();
    assertThat(find("a/Client", "", ORIGINAL)).isNull();
  }

  @Test
  void each_version_has_its_own_result() throws IOException {
    byte[] second = bytes("another class file that is as long as it must");
    byte[] ofSecond = bytes("another class file that calls the agent");
    writer.add("a/Client", "one", ORIGINAL, WOVEN);
    writer.add("a/Client", "one", second, ofSecond);

    assertThat(find("a/Client", "one", ORIGINAL).woven).isEqualTo(WOVEN);
    assertThat(find("a/Client", "one", second).woven).isEqualTo(ofSecond);
  }

  @Test
  void a_damaged_entry_gives_the_right_result_or_none() throws IOException {
    writer.add("a/Client", "one", ORIGINAL, WOVEN);
    byte[] entry = writer.toByteArray();
    int right = 0;
    for (int at = 0; at < entry.length; at++) {
      byte[] damaged = entry.clone();
      damaged[at] ^= 1;
      try {
        PreparedClasses.Result found =
            PreparedClasses.read(new ByteArrayInputStream(damaged))
                .find("a/Client", "one", ORIGINAL);
        if (found != null && found.woven != null) {
          assertThat(found.woven).isEqualTo(WOVEN);
          right++;
        }
      } catch (IOException | RuntimeException unreadable) {
        assertThat(unreadable).isNotNull();
      }
    }
    assertThat(right).isLessThan(5);
  }

  @Test
  void two_results_of_one_class_file_are_an_error_of_the_build() throws IOException {
    writer.add("a/Client", "one", ORIGINAL, WOVEN);
    writer.add("a/Client", "one", ORIGINAL, WOVEN);

    assertThatThrownBy(() -> writer.add("a/Client", "one", ORIGINAL, null))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a/Client");
  }

  private PreparedClasses.Result find(String name, String clients, byte[] classFile)
      throws IOException {
    return PreparedClasses.read(new ByteArrayInputStream(writer.toByteArray()))
        .find(name, clients, classFile);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
