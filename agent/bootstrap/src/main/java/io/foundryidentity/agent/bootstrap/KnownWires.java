package io.foundryidentity.agent.bootstrap;

import java.lang.invoke.MethodHandles;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.channels.SocketChannel;
import java.security.AccessController;
import java.security.PrivilegedAction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Finds what carries the bytes of a connection of {@code java.net.http}, and remembers it with the
 * connection: its TLS engine, its TLS session if it is one of HTTP/3, or its channel if it has no
 * TLS.
 *
 * <p>The connection's class is internal to the JDK, so it is asked by reflection, with the access
 * of the class whose advice asks. The connections are held weakly; what carries them does not refer
 * to them.
 */
final class KnownWires {

  /** By the connection; static, as advice has no object of the agent's to ask. */
  private static final WeakTable<Object> WIRES = new WeakTable<>();

  private KnownWires() {}

  /**
   * An {@link SSLEngine}, an {@link SSLSession}, a {@link SocketChannel}, or null if the connection
   * shows none of them.
   *
   * @param caller a look-up of a class in the connection's package
   * @param connection of HTTP/1.1, HTTP/2 or HTTP/3
   */
  static @Nullable Object of(MethodHandles.Lookup caller, Object connection) throws Throwable {
    Object known = WIRES.get(connection);
    if (known != null) {
      return known;
    }
    Object wire = find(caller, connection);
    if (wire != null) {
      WIRES.put(connection, wire);
    }
    return wire;
  }

  private static @Nullable Object find(MethodHandles.Lookup caller, Object connection)
      throws Throwable {
    Method engine = method(connection, "getEngine");
    if (engine != null) {
      return (SSLEngine) caller.unreflect(engine).invoke(connection);
    }
    // Before its channel, which shows nothing of where a QUIC connection leads
    Method quic = method(connection, "quicConnection");
    if (quic != null) {
      return sessionOf(caller, caller.unreflect(quic).invoke(connection));
    }
    Method channel = method(connection, "channel");
    if (channel != null) {
      return (SocketChannel) caller.unreflect(channel).invoke(connection);
    }
    // A connection of HTTP/2 or HTTP/3 is made of another one. HTTP/3 hides it behind a method
    Method given = method(connection, "connection");
    if (given != null) {
      return find(caller, caller.unreflect(given).invoke(connection));
    }
    Field inner = field(connection, "connection");
    return inner == null ? null : find(caller, caller.unreflectGetter(inner).invoke(connection));
  }

  /**
   * The session and not the engine of QUIC, which is a type internal to the JDK and refers to the
   * connection. It exists, as requests are written after the handshake, and QUIC makes no second
   * one.
   */
  private static @Nullable Object sessionOf(MethodHandles.Lookup caller, Object quic)
      throws Throwable {
    Method engine = method(quic, "getTLSEngine");
    if (engine == null) {
      return null;
    }
    // By its interface, as the class is hidden from java.net.http
    Method session = method(engine.getReturnType(), "getSession");
    return session == null
        ? null
        : (SSLSession) caller.unreflect(session).invoke(caller.unreflect(engine).invoke(quic));
  }

  private static @Nullable Method method(Object object, String name) {
    return method(object.getClass(), name);
  }

  private static @Nullable Method method(Class<?> of, String name) {
    for (Class<?> type = of; type != null; type = type.getSuperclass()) {
      for (Method method : declared(type::getDeclaredMethods)) {
        if (method.getName().equals(name) && method.getParameterTypes().length == 0) {
          return method;
        }
      }
    }
    return null;
  }

  private static @Nullable Field field(Object object, String name) {
    for (Field field : declared(object.getClass()::getDeclaredFields)) {
      if (field.getName().equals(name)) {
        return field;
      }
    }
    return null;
  }

  /** With the agent's own permissions, as the application may not have them. */
  private static <T> T[] declared(PrivilegedAction<T[]> members) {
    return AccessController.doPrivileged(members);
  }

  static void clear() {
    WIRES.clear();
  }
}
