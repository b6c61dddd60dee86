package io.foundryidentity.agent.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The attach protocol, with a socket that answers as a JVM does. */
@EnabledOnOs(LINUX)
class AttachSocketTest {

  @TempDir private Path proc;

  private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
  private final Thread serving = new Thread(this::serve);
  private ServerSocketChannel server;
  private volatile String answer = "";

  @BeforeEach
  void listen() throws IOException {
    Path tmp = Files.createDirectories(proc.resolve("7/root/tmp"));
    server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(tmp.resolve(".java_pid7")));
    serving.setDaemon(true);
    serving.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void properties_are_read_as_the_jvm_writes_them() throws Exception {
    answer = "0\n#a comment\njava.specification.version=17\nname=caf\\u00e9\\nx\n";

    assertThat(jvm().systemProperties())
        .containsEntry("java.specification.version", "17")
        .containsEntry("name", "café\nx");
    assertThat(request()).isEqualTo("1|properties||||");
  }

  @ParameterizedTest
  @CsvSource({"return code: 0", "0"})
  void an_agent_is_loaded_by_the_library_for_agents(String result) throws Exception {
    answer = "0\n" + result + "\n";

    jvm().loadAgent("/opt/agent.jar", "hosts=é.example");

    assertThat(request()).isEqualTo("1|load|instrument|false|/opt/agent.jar=hosts=é.example|");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0|Dynamic agent loading is not enabled.;-XX:-EnableDynamicAgentLoading",
        "1|Failed to load module java.instrument;java.instrument",
        "0|return code: 102;return code: 102",
        "101|;'101'",
        "'';closed the connection",
      })
  void a_failure_is_told_in_plain_words(String answered, String words) throws Exception {
    answer = answered.replace('|', '\n');

    assertThatThrownBy(() -> jvm().loadAgent("/opt/agent.jar", ""))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining(words.equals("closed the connection") ? "another user" : words);
  }

  @Test
  void a_socket_that_was_left_behind_is_told() throws Exception {
    server.close();
    // Until it has left its accept, the socket still listens
    serving.join(TimeUnit.SECONDS.toMillis(30));
    assertThat(serving.isAlive()).isFalse();

    assertThatThrownBy(() -> jvm().systemProperties())
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("no longer listens");
  }

  @Test
  void an_openj9_jvm_gets_no_signal() throws Exception {
    Path folder = Files.createDirectories(proc.resolve("8"));
    Files.writeString(folder.resolve("maps"), "7f /opt/java/lib/default/libj9vm29.so\n");

    assertThatThrownBy(() -> AttachSocket.of(proc).attach("8")).hasMessageContaining("OpenJ9");
  }

  @Test
  void nothing_has_to_be_closed() throws Exception {
    AttachedJvm jvm = jvm();
    assertThat(jvm.pid()).isEqualTo("7");
    assertThatCode(jvm::close).doesNotThrowAnyException();
  }

  private AttachedJvm jvm() throws RefusedException {
    return AttachSocket.of(proc).attach("7");
  }

  private String request() throws InterruptedException {
    return String.valueOf(requests.poll(30, TimeUnit.SECONDS)).replace('\0', '|');
  }

  private void serve() {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        ByteBuffer request = ByteBuffer.allocate(4096);
        while (zeros(request) < 5 && client.read(request) >= 0) {
          // Until all five words are there
        }
        requests.add(new String(request.array(), 0, request.position(), StandardCharsets.UTF_8));
        client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
      } catch (IOException closed) {
        // The test is over, or the next client comes
      }
    }
  }

  private static int zeros(ByteBuffer bytes) {
    int count = 0;
    for (int i = 0; i < bytes.position(); i++) {
      count += bytes.get(i) == 0 ? 1 : 0;
    }
    return count;
  }
}
