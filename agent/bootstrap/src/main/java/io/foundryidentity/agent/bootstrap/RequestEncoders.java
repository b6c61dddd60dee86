package io.foundryidentity.agent.bootstrap;

/**
 * Recognizes the classes that encode HTTP/1.1 requests by their names. HTTP codecs share a base
 * class with codecs for other protocols, and an application may have no HTTP codec at all, so
 * advice in the base class must not refer to one.
 *
 * <p>Public for advice.
 */
public final class RequestEncoders extends ClassValue<Boolean> {

  /** Of Netty 4 under {@code io}, of Netty 3 under {@code org.jboss}. */
  private static final String ENCODER = ".netty.handler.codec.http.HttpRequestEncoder";

  private static final RequestEncoders ALL = new RequestEncoders();

  private RequestEncoders() {}

  /** Whether it is one, shaded or not; the result is cached for each class. */
  public static boolean include(Object encoder) {
    return ALL.get(encoder.getClass());
  }

  @Override
  protected Boolean computeValue(Class<?> encoder) {
    for (Class<?> type = encoder; type != null; type = type.getSuperclass()) {
      String name = type.getName();
      if (name.endsWith("io" + ENCODER) || name.endsWith("jboss" + ENCODER)) {
        return true;
      }
    }
    return false;
  }
}
