package io.foundryidentity.agent.instrumentation.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClassFileHashTest {

  @Test
  void it_is_the_hash_that_others_compute() {
    assertThat(hex("")).isEqualTo("00000000000000000000000000000000");
    assertThat(hex("hello")).isEqualTo("cbd8a7b341bd9b025b1e906a48ae1d19");
    assertThat(hex("The quick brown fox jumps over the lazy dog"))
        .isEqualTo("e34bbc7bbc071b6c7a433ca9c49a9347");
  }

  @Test
  void each_bit_counts() {
    byte[] bytes = new byte[133];
    new Random(1).nextBytes(bytes);
    Set<String> hashes = new HashSet<>();
    hashes.add(hex(bytes));
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      byte[] changed = bytes.clone();
      changed[bit / 8] ^= (byte) (1 << bit % 8);
      hashes.add(hex(changed));
    }

    assertThat(hashes).hasSize(8 * bytes.length + 1);
  }

  private static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(byte[] bytes) {
    ClassFileHash hash = ClassFileHash.of(bytes);
    return String.format("%016x%016x", hash.high, hash.low);
  }
}
