package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeepAliveTest {

  @Test
  void a_quiet_connection_is_probed_each_minute() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
      KeepAlive.enable(socket);

      assertThat(socket.getKeepAlive()).isTrue();
      Set<SocketOption<?>> times =
          socket.supportedOptions().stream()
              .filter(option -> option.name().matches("TCP_KEEP(IDLE|INTERVAL)"))
              .collect(Collectors.toSet());
      for (SocketOption<?> time : times) {
        assertThat(socket.getOption(time)).isIn(60, 30);
      }
    }
  }
}
