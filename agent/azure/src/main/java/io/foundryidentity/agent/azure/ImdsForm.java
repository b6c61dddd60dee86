package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the instance metadata service's own answers from those of something else at its address: a
 * proxy, a container engine, another cloud's metadata service, a web page.
 *
 * <p>Only the form counts, never a text for people. The service names itself in {@code Server:
 * IMDS/150.870.65.1854}, which Microsoft's own libraries check too. Its errors are JSON with a code
 * and a description ({@code error}, {@code error_description}: RFC 6749, section 5.2), and so are
 * those of its replacements in containers, which have no such header.
 */
final class ImdsForm {

  private static final String NAME = "IMDS/";
  private static final int LONGEST_CODE = 64;

  private ImdsForm() {}

  /**
   * Whether the service itself has sent that answer, whatever the status.
   *
   * @param server the header of that name, or null
   */
  static boolean isOwn(@Nullable String server, String body) {
    if (server != null && server.trim().regionMatches(true, 0, NAME, 0, NAME.length())) {
      return true;
    }
    Map<String, @Nullable Object> json = Json.object(body);
    return (isCode(json.get("error")) && isText(json.get("error_description")))
        || isText(json.get("access_token"));
  }

  /** Whether a service that is updated or overloaded may have that status sent in its place. */
  static boolean mayPass(int status) {
    return status == 404 || status == 408 || status == 410 || status == 429 || status >= 500;
  }

  private static boolean isText(@Nullable Object value) {
    return value instanceof String && !((String) value).isEmpty();
  }

  private static boolean isCode(@Nullable Object value) {
    if (!isText(value) || String.valueOf(value).length() > LONGEST_CODE) {
      return false;
    }
    String code = String.valueOf(value);
    for (int i = 0; i < code.length(); i++) {
      char c = code.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '-' && c != '.') {
        return false;
      }
    }
    return true;
  }
}
