package io.foundryidentity.agent.bootstrap;

/**
 * Recognizes the classes of Netty's channels whose remote address is the other end of a TCP
 * connection, by their names. A Unix domain socket, a stream of another connection and a test's
 * channel are none; nor is a channel over {@link java.net.Socket}, which may hide a SOCKS proxy. Of
 * Netty 3 only the NIO channel is one: its HTTP tunnel calls itself a socket channel, too.
 */
final class SocketChannels extends ClassValue<Boolean> {

  private static final SocketChannels ALL = new SocketChannels();
  private static final String NETTY_3 = "jboss.netty.channel.socket.nio.NioSocketChannel";
  private static final String PACKAGE = "io.netty.channel.socket.";

  private SocketChannels() {}

  /** Whether it is one, shaded or not; the result is cached for each class. */
  static boolean include(Object channel) {
    return ALL.get(channel.getClass());
  }

  @Override
  protected Boolean computeValue(Class<?> channel) {
    boolean socket = false;
    for (Class<?> type = channel; type != null; type = type.getSuperclass()) {
      if (type.getName().endsWith(PACKAGE + "oio.OioSocketChannel")) {
        return false;
      }
      socket |= isSocketChannel(type) || type.getName().endsWith(NETTY_3);
    }
    return socket;
  }

  private static boolean isSocketChannel(Class<?> type) {
    boolean found = type.isInterface() && type.getName().endsWith(PACKAGE + "SocketChannel");
    for (Class<?> inherited : type.getInterfaces()) {
      found |= isSocketChannel(inherited);
    }
    return found;
  }
}
