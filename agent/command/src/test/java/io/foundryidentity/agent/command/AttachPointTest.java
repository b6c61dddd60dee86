package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether another JVM can make the socket by which it is attached to. */
class AttachPointTest {

  private static final String READ_ONLY_ROOT =
      "812 641 0:57 / / ro,relatime master:208 - overlay overlay rw,lowerdir=/a\n";
  private static final String WRITABLE_TMP =
      "820 812 0:61 / /tmp rw,relatime - tmpfs tmpfs rw,size=65536k\n";

  @TempDir private Path proc;

  @Test
  void a_read_only_root_makes_tmp_read_only() {
    assertThat(AttachPoint.isReadOnly(READ_ONLY_ROOT)).isTrue();
    assertThat(AttachPoint.isReadOnly(READ_ONLY_ROOT.replace("ro,", "rw,"))).isFalse();
  }

  @Test
  void a_volume_at_tmp_decides_whatever_the_root_is() {
    assertThat(AttachPoint.isReadOnly(READ_ONLY_ROOT + WRITABLE_TMP)).isFalse();
    assertThat(AttachPoint.isReadOnly(WRITABLE_TMP + READ_ONLY_ROOT)).isFalse();
    assertThat(AttachPoint.isReadOnly(WRITABLE_TMP.replace("rw,size", "ro,size"))).isTrue();
    assertThat(AttachPoint.isReadOnly(READ_ONLY_ROOT + WRITABLE_TMP.replace("/tmp", "/tmp/x")))
        .isTrue();
  }

  @Test
  void what_cannot_be_read_forbids_nothing() {
    assertThat(AttachPoint.isReadOnly("")).isFalse();
    assertThat(AttachPoint.isReadOnly("a line of another form\n")).isFalse();
  }

  @Test
  void the_message_names_the_read_only_tmp_and_what_to_do() throws IOException {
    ProcFolder process = process(READ_ONLY_ROOT);
    Files.createDirectories(process.path("root/tmp"));

    assertThatThrownBy(() -> new AttachPoint(process).refuseUnusable())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("/tmp is on a read-only file system")
        .hasMessageContaining("emptyDir")
        .hasMessageContaining("--tmpfs /tmp");
  }

  @Test
  void an_image_without_a_folder_tmp_is_named() throws IOException {
    ProcFolder process = process("");

    assertThatThrownBy(() -> new AttachPoint(process).refuseUnusable())
        .hasMessageContaining("there is no folder /tmp");
  }

  @Test
  void a_writable_tmp_is_no_obstacle() throws IOException {
    ProcFolder process = process(READ_ONLY_ROOT + WRITABLE_TMP);
    Files.createDirectories(process.path("root/tmp"));

    assertThatCode(() -> new AttachPoint(process).refuseUnusable()).doesNotThrowAnyException();
  }

  @Test
  void in_a_container_the_socket_has_the_number_of_the_inside() throws IOException {
    ProcFolder process = process("");
    Files.writeString(process.path("status"), "Name:\tjava\nNSpid:\t4711\t23\t1\n");

    assertThat(new AttachPoint(process).socket()).isEqualTo(process.path("root/tmp/.java_pid1"));
    assertThat(new AttachPoint(process).requests())
        .containsExactly(process.path("cwd/.attach_pid1"), process.path("root/tmp/.attach_pid1"));
  }

  private ProcFolder process(String mounts) throws IOException {
    Path folder = Files.createDirectories(proc.resolve("4711"));
    Files.createDirectories(folder.resolve("root"));
    Files.writeString(folder.resolve("mountinfo"), mounts);
    return new ProcFolder("4711", proc);
  }
}
