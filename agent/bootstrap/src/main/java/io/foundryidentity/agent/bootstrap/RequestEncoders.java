package io.foundryidentity.agent.bootstrap;

/**
 * The classes that encode HTTP/1.1 requests, told by name: a client's codecs may share a base class
 * with others and be there without any for HTTP, so that advice there may not name one.
 *
 * <p>Public for advice.
 */
public final class RequestEncoders extends ClassValue<Boolean> {

  private static final RequestEncoders ALL = new RequestEncoders();

  private RequestEncoders() {}

  /** Whether it is one, shaded or not; costs nothing from the second time on. */
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
