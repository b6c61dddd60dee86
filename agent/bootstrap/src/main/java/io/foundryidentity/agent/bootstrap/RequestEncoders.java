package io.foundryidentity.agent.bootstrap;

/**
 * Recognizes the classes that encode HTTP/1.1 requests by their names. HTTP codecs share a base
 * class with codecs for other protocols, and an application may have no HTTP codec at all, so
 * advice in the base class must not refer to one.
 *
 * <p>Public for advice.
 */
public final class RequestEncoders extends ClassValue<Boolean> {

  private static final RequestEncoders ALL = new RequestEncoders();

  private RequestEncoders() {}

  /** Whether it is one, shaded or not; the result is cached for each class. */
  public static boolean include(Object encoder) {
    return ALL.get(encoder.getClass());
  }

  @Override
  protected Boolean computeValue(Class<?> encoder) {
    for (Class<?> type = encoder; type != null; type = type.getSuperclass()) {
      if (type.getName().endsWith("io.netty.handler.codec.http.HttpRequestEncoder")) {
        return true;
      }
    }
    return false;
  }
}
