package io.foundryidentity.agent.instrumentation.joddhttp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import jodd.http.Buffer;
import jodd.http.HttpRequest;

/**
 * A request whose body is one part of the application's own that can be read once. Its type has
 * another package in each generation of the client, so it is looked up by name.
 */
final class OneShotRequest extends HttpRequest {

  private final Object part;
  private final Class<?> type;

  OneShotRequest(String text) {
    InputStream stream = new ByteArrayInputStream(text.getBytes(ISO_8859_1));
    type = uploadable();
    part =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "openInputStream":
                  if (stream.available() == 0) {
                    throw new IOException("read twice");
                  }
                  return stream;
                case "getSize":
                  return text.length();
                default:
                  return null;
              }
            });
    form("part", part);
    contentLength(text.length());
  }

  /** The part alone, without the frame of a form. */
  @Override
  protected Buffer formBuffer() {
    Buffer buffer = new Buffer();
    try {
      Buffer.class.getMethod("append", type).invoke(buffer, part);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
    return buffer;
  }

  /** Without the body: the client's own would read it. */
  @Override
  public String toString() {
    return headers.entries().toString();
  }

  private static Class<?> uploadable() {
    try {
      return Class.forName("jodd.http.up.Uploadable");
    } catch (ClassNotFoundException before6) {
      try {
        return Class.forName("jodd.http.upload.Uploadable");
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
