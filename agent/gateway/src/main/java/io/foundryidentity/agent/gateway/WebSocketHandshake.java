package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.RequestHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A client's WebSocket handshake (RFC 6455, section 4), checked before it is written again for the
 * target, and the check of the target's answer.
 *
 * <p>A server that does not take the upgrade reads on after the head. So nothing may follow the
 * head that one server takes for a body and another for a request: no body, no chunks, no second
 * protocol.
 */
final class WebSocketHandshake {

  private static final String PROTOCOL = "websocket";
  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;

  /** Added to the key for {@code Sec-WebSocket-Accept} (RFC 6455, section 1.3). */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** Headers that the gateway writes itself, or that only an answer has. */
  private static final Set<String> OWN =
      new HashSet<>(
          Arrays.asList("sec-websocket-key", "sec-websocket-version", "sec-websocket-accept"));

  private final String key;

  private WebSocketHandshake(String key) {
    this.key = key;
  }

  /** Whether the request names this protocol, be it in a valid handshake or not. */
  static boolean isAskedFor(RequestHead head) {
    for (String protocols : head.all("Upgrade")) {
      if (protocols.toLowerCase(Locale.ROOT).contains(PROTOCOL)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @throws BadHandshake if anything but one valid handshake could be read from the head
   */
  static WebSocketHandshake of(Route route, RequestHead head) throws BadHandshake {
    require(head.method.equals("GET"), "its method is not GET");
    require(
        isOne(head.all("Upgrade"), PROTOCOL), "it has more protocols than websocket in Upgrade");
    require(new HopByHop(head.all("Connection")).isNamed("upgrade"), "Connection is not Upgrade");
    // Java 11 to 18 send a length of 0 with a handshake; it is not passed on
    require(
        !head.has("Content-Length") || isOne(head.all("Content-Length"), "0"),
        "it has a Content-Length");
    require(!head.has("Transfer-Encoding"), "it has a Transfer-Encoding");
    List<String> keys = head.all("Sec-WebSocket-Key");
    require(keys.size() == 1 && isKey(keys.get(0)), "its Sec-WebSocket-Key is not one valid key");
    for (String protocols : head.all("Sec-WebSocket-Protocol")) {
      // The form for browsers (openai-insecure-api-key.SECRET). A target may log or repeat it
      require(
          !route.isSecretIn(protocols),
          "it has the gateway's secret in Sec-WebSocket-Protocol: send it only as Authorization:"
              + " Bearer, api-key or x-api-key");
    }
    if (!isOne(head.all("Sec-WebSocket-Version"), VERSION)) {
      throw BadHandshake.version();
    }
    return new WebSocketHandshake(keys.get(0));
  }

  private static void require(boolean met, String otherwise) throws BadHandshake {
    if (!met) {
      throw BadHandshake.because(otherwise);
    }
  }

  private static boolean isKey(String text) {
    try {
      return text.length() == 24 && Base64.getDecoder().decode(text).length == KEY_BYTES;
    } catch (IllegalArgumentException noBase64) {
      return false;
    }
  }

  /** Whether a header that has these values was sent exactly once, with this one. */
  private static boolean isOne(List<String> values, String value) {
    return values.size() == 1 && values.get(0).equalsIgnoreCase(value);
  }

  /** The handshake for the target, as bytes. */
  byte[] authorized(UpstreamRequest request, String authorization) {
    StringBuilder head = new StringBuilder(512);
    head.append("GET ").append(request.path()).append(" HTTP/1.1\r\n");
    line(head, "Host", request.host());
    line(head, "Connection", "Upgrade");
    line(head, "Upgrade", PROTOCOL);
    line(head, "Sec-WebSocket-Key", key);
    line(head, "Sec-WebSocket-Version", VERSION);
    request.copyHeaders(
        (name, value) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            line(head, name, value);
          }
        });
    line(head, "Authorization", authorization);
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /**
   * Whether the target has switched to this client's WebSocket; a server that only repeats what it
   * got, or that answers from a cache, does not know the right {@code Sec-WebSocket-Accept}.
   */
  void requireAccepted(AnswerHead answer) throws IOException {
    if (!isOne(answer.all("Upgrade"), PROTOCOL)
        || !HopByHop.of(answer.headers()).isNamed("upgrade")
        || !answer.all("Sec-WebSocket-Accept").equals(List.of(accept()))) {
      throw new IOException("its answer to a WebSocket handshake is not a valid one");
    }
  }

  private String accept() throws IOException {
    try {
      // Not for security: RFC 6455 prescribes it
      byte[] text = (key + GUID).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this JVM has no SHA-1, which WebSocket handshakes need", e);
    }
  }
}
