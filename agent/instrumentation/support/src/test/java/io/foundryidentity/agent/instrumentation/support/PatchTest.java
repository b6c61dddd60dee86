package io.foundryidentity.agent.instrumentation.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatchTest {

  private final Random random = new Random(7);

  @Test
  void it_gives_the_result_for_any_two_texts() {
    for (int round = 0; round < 300; round++) {
      byte[] original = bytes(random.nextInt(2000));
      byte[] result = edited(original);

      assertThat(Patch.apply(PatchWriter.patch(original, result), original, result.length))
          .isEqualTo(result);
    }
  }

  @Test
  void what_is_the_same_is_not_in_it() {
    byte[] original = bytes(20_000);
    byte[] result = new byte[original.length + 100];
    System.arraycopy(original, 10_000, result, 0, 10_000);
    System.arraycopy(original, 0, result, 10_100, 10_000);

    assertThat(PatchWriter.patch(original, result)).hasSizeLessThan(130);
  }

  @Test
  void a_damaged_one_ends_with_an_exception_or_another_result_but_always_ends() {
    byte[] original = bytes(500);
    byte[] result = edited(original);
    byte[] patch = PatchWriter.patch(original, result);
    for (int at = 0; at < patch.length; at++) {
      byte[] damaged = patch.clone();
      damaged[at] ^= (byte) 0xff;
      try {
        assertThat(Patch.apply(damaged, original, result.length)).hasSameSizeAs(result);
      } catch (IndexOutOfBoundsException expected) {
        assertThat(expected).isNotNull();
      }
    }
  }

  @Test
  void one_that_is_cut_off_is_refused() {
    byte[] original = bytes(500);
    byte[] result = bytes(600);

    assertThatThrownBy(() -> Patch.apply(new byte[] {3, 1}, original, result.length))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  private byte[] edited(byte[] original) {
    ByteArrayOutputStream edited = new ByteArrayOutputStream();
    for (int left = random.nextInt(8); left >= 0; left--) {
      byte[] inserted = bytes(random.nextInt(40));
      edited.write(inserted, 0, inserted.length);
      int from = random.nextInt(original.length + 1);
      edited.write(original, from, random.nextInt(original.length - from + 1));
    }
    return edited.toByteArray();
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
