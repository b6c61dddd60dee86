package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.RequestHead;
import io.foundryidentity.agent.core.targets.Target;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;

/** A client's request, written again for the target: with a token instead of its credentials. */
final class UpstreamRequest {

  /** Headers that the HTTP client or the gateway writes itself. */
  private static final Set<String> OWN =
      new HashSet<>(
          Arrays.asList(
              "host",
              "content-length",
              "expect",
              "authorization",
              IdentityEndpoint.HEADER.toLowerCase(Locale.ROOT)));

  /** Their requests have a length also if they have no body (RFC 9110, section 8.6). */
  private static final Set<String> WITH_BODY = new HashSet<>(Arrays.asList("POST", "PUT", "PATCH"));

  private final Route route;
  private final RequestHead head;

  /** Names, each followed by its value. */
  private final List<String> headers;

  /**
   * @param keyHeaders names of headers with a key for this target, in lower case
   */
  UpstreamRequest(Route route, RequestHead head, String[] keyHeaders) {
    this.route = route;
    this.head = head;
    this.headers = new ArrayList<>(2 * head.headerCount());
    HopByHop hop = new HopByHop(head.all("Connection"));
    List<String> keys = Arrays.asList(keyHeaders);
    for (int i = 0; i < head.headerCount(); i++) {
      String name = head.name(i).toLowerCase(Locale.ROOT);
      boolean stays =
          OWN.contains(name)
              || keys.contains(name)
              || hop.contains(name)
              // Also if a kept header, or a header of another name, repeats it.
              || route.isSecretIn(head.value(i));
      if (!stays) {
        headers.add(head.name(i));
        headers.add(head.value(i));
      }
    }
  }

  private static String authority(Target target) {
    boolean ipv6 = target.host().indexOf(':') >= 0;
    boolean usual = target.port() == (target.scheme().equals("https") ? 443 : 80);
    return (ipv6 ? "[" + target.host() + "]" : target.host()) + (usual ? "" : ":" + target.port());
  }

  String method() {
    return head.method;
  }

  String path() {
    return head.target;
  }

  /** For the JDK's client. */
  HttpRequest authorized(String authorization, BodyPublisher body) throws IOException {
    Target target = route.target();
    URI uri;
    try {
      uri = new URI(target.scheme() + "://" + authority(target) + head.target);
    } catch (URISyntaxException odd) {
      throw new IOException("the request's path is not valid in a URI", odd);
    }
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(head.method, body);
    for (int i = 0; i < headers.size(); i += 2) {
      add(request, headers.get(i), headers.get(i + 1));
    }
    return request.setHeader("Authorization", authorization).build();
  }

  /** The value of the target's Host header. */
  String host() {
    return authority(route.target());
  }

  /** Passes the client's headers on, without those between neighbours, and credentials. */
  void copyHeaders(BiConsumer<String, String> to) {
    for (int i = 0; i < headers.size(); i += 2) {
      to.accept(headers.get(i), headers.get(i + 1));
    }
  }

  private static void add(HttpRequest.Builder request, String name, String value) {
    try {
      request.header(name, value);
    } catch (IllegalArgumentException restricted) {
      // Java 11's client does not allow to set Date, Via and a few more.
    }
  }

  /** The whole request. */
  byte[] bytes(String authorization, byte[] body) throws IOException {
    byte[] begin = bytes(authorization, body.length);
    if (body.length == 0) {
      return begin;
    }
    byte[] all = Arrays.copyOf(begin, begin.length + body.length);
    System.arraycopy(body, 0, all, begin.length, body.length);
    return all;
  }

  /**
   * The head.
   *
   * @param length of the body that follows; -1 for chunks
   */
  byte[] bytes(String authorization, long length) throws IOException {
    StringBuilder text = new StringBuilder(1024 + authorization.length());
    text.append(head.method).append(' ').append(head.target).append(" HTTP/1.1\r\n");
    add(text, "Host", authority(route.target()));
    for (int i = 0; i < headers.size(); i += 2) {
      add(text, headers.get(i), headers.get(i + 1));
    }
    add(text, "Authorization", authorization);
    if (length < 0) {
      add(text, "Transfer-Encoding", "chunked");
    } else if (length > 0 || WITH_BODY.contains(head.method)) {
      add(text, "Content-Length", Long.toString(length));
    }
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Checks the value, too: what would end the line could add another request. */
  private static void add(StringBuilder text, String name, String value) throws IOException {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7F || c > 0xFF) {
        throw new IOException("a header's value has a character that is not allowed there");
      }
    }
    text.append(name).append(": ").append(value).append("\r\n");
  }
}
