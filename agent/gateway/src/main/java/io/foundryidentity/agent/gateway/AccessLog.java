package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.server.RequestHead;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line at debug for each request when it ends: no query, which may have a key, and no header.
 */
final class AccessLog {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  private static final int LONGEST_PATH = 300;
  private static final int LONGEST_METHOD = 20;

  private AccessLog() {}

  /**
   * @param status 0 if the client left before there was one
   * @param route null for a page of the gateway itself
   */
  static void ended(RequestHead head, int status, long bytes, long nanos, @Nullable Route route) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          "gateway request: {} {} {} {} bytes {} ms {}",
          method(head),
          path(head),
          status == 0 ? "left" : String.valueOf(status),
          bytes,
          TimeUnit.NANOSECONDS.toMillis(nanos),
          route == null ? "gateway" : route.target().toString());
    }
  }

  /**
   * @param head null if it could not be read
   */
  static void refused(@Nullable RequestHead head, Refusal refusal) {
    if (LOG.isDebugEnabled()) {
      // A path that is not plain may be anything, also of many bytes that are not text.
      String request =
          head == null || refusal == Refusal.PATH || refusal == Refusal.METHOD
              ? "-"
              : method(head) + " " + path(head);
      LOG.debug("gateway request: {} 403 refused: {}", request, refusal.reason());
    }
  }

  /** A page's may be any token. */
  private static String method(RequestHead head) {
    return SafeText.line(head.method, LONGEST_METHOD);
  }

  /** Without the query, and with each secret that is known taken out. */
  private static String path(RequestHead head) {
    int query = head.target.indexOf('?');
    return SafeText.line(query < 0 ? head.target : head.target.substring(0, query), LONGEST_PATH);
  }
}
