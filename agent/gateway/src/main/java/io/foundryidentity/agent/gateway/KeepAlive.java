package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketOption;

/**
 * TCP's own probes on a quiet connection: a side that is gone is noticed within minutes, and a
 * firewall on the way does not forget the connection.
 */
final class KeepAlive {

  /** Azure's load balancers forget a connection after four quiet minutes. */
  private static final int IDLE_SECONDS = 60;

  private static final int INTERVAL_SECONDS = 30;

  private KeepAlive() {}

  static void enable(Socket socket) throws IOException {
    socket.setKeepAlive(true);
    for (SocketOption<?> option : socket.supportedOptions()) {
      // By name, as a runtime image may not have the module jdk.net; the kernel's two hours else
      if (option.name().equals("TCP_KEEPIDLE")) {
        set(socket, option, IDLE_SECONDS);
      } else if (option.name().equals("TCP_KEEPINTERVAL")) {
        set(socket, option, INTERVAL_SECONDS);
      }
    }
  }

  private static <T> void set(Socket socket, SocketOption<T> option, int seconds)
      throws IOException {
    socket.setOption(option, option.type().cast(seconds));
  }
}
