package io.foundryidentity.agent.bootstrap;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketImpl;
import java.security.AccessController;
import java.security.PrivilegedAction;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where a socket really leads.
 *
 * <p>A {@link Socket} itself is no source: behind a SOCKS proxy it gives the address that the proxy
 * was asked for. So what is below it is asked, by reflection:
 *
 * <ul>
 *   <li>From Java 13 on the operating system, by the JDK's own question with the socket's file
 *       descriptor.
 *   <li>Before, the socket's implementation, which keeps the address that it connected to itself.
 *       The JDK's question has no native part there.
 * </ul>
 *
 * <p>From Java 9 on this needs two packages of {@code java.base}, which the agent opens to the
 * bridge. Sockets that are not the JDK's own, such as those for Unix domain sockets, have no
 * answer.
 */
final class SocketPeer {

  /** Its class came with the native part. */
  private static final boolean ASKS_SYSTEM = named("java.net.DelegatingSocketImpl") != null;

  private static final @Nullable Field IMPLEMENTATION = field(Socket.class, "impl");
  private static final @Nullable Field ADDRESS = field(SocketImpl.class, "address");
  private static final @Nullable Field PORT = field(SocketImpl.class, "port");
  private static final @Nullable Method DESCRIPTOR = method(SocketImpl.class, "getFileDescriptor");
  private static final @Nullable Method REMOTE =
      method(named("sun.nio.ch.Net"), "remoteAddress", FileDescriptor.class);

  private SocketPeer() {}

  /** Null if the other end cannot be read. */
  static @Nullable SocketAddress of(Socket socket) {
    try {
      if (socket.getChannel() != null) {
        return socket.getChannel().getRemoteAddress();
      }
      Object implementation = IMPLEMENTATION == null ? null : IMPLEMENTATION.get(socket);
      // Another implementation may lead anywhere
      if (implementation == null || implementation.getClass().getClassLoader() != null) {
        return null;
      }
      return ASKS_SYSTEM ? askedSystem(implementation) : connectedTo(implementation);
    } catch (ReflectiveOperationException | IOException | RuntimeException unreadable) {
      return null;
    }
  }

  private static @Nullable SocketAddress askedSystem(Object implementation)
      throws ReflectiveOperationException {
    Object descriptor = DESCRIPTOR == null ? null : DESCRIPTOR.invoke(implementation);
    return descriptor == null || REMOTE == null
        ? null
        : (SocketAddress) REMOTE.invoke(null, descriptor);
  }

  private static @Nullable SocketAddress connectedTo(Object implementation)
      throws ReflectiveOperationException {
    if (ADDRESS == null || PORT == null) {
      return null;
    }
    InetAddress address = (InetAddress) ADDRESS.get(implementation);
    return address == null ? null : new InetSocketAddress(address, PORT.getInt(implementation));
  }

  private static @Nullable Class<?> named(String name) {
    try {
      return Class.forName(name, true, null);
    } catch (ClassNotFoundException | LinkageError unknown) {
      return null;
    }
  }

  private static @Nullable Field field(Class<?> type, String name) {
    try {
      return opened(type.getDeclaredField(name));
    } catch (NoSuchFieldException | RuntimeException closed) {
      return null;
    }
  }

  private static @Nullable Method method(
      @Nullable Class<?> type, String name, Class<?>... parameters) {
    try {
      return type == null ? null : opened(type.getDeclaredMethod(name, parameters));
    } catch (NoSuchMethodException | RuntimeException closed) {
      return null;
    }
  }

  /**
   * With the agent's own permissions: the application that makes the first request may have none.
   */
  private static <T extends AccessibleObject> T opened(T member) {
    return AccessController.doPrivileged(
        (PrivilegedAction<T>)
            () -> {
              member.setAccessible(true);
              return member;
            });
  }
}
