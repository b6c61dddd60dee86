package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.RequestHead;
import io.foundryidentity.agent.core.targets.Target;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** A client's request, written again for the target: with a token instead of its credentials. */
final class UpstreamRequest {

  /** Headers that the HTTP client or the gateway writes itself. */
  private static final Set<String> OWN =
      new HashSet<>(Arrays.asList("host", "content-length", "expect", "authorization"));

  private final Route route;
  private final RequestHead head;
  private final Set<String> keyHeaders;
  private final URI uri;

  /**
   * @param keyHeaders names of headers with a key for this target, in lower case
   */
  UpstreamRequest(Route route, RequestHead head, String[] keyHeaders) throws IOException {
    this.route = route;
    this.head = head;
    this.keyHeaders = new HashSet<>(Arrays.asList(keyHeaders));
    this.uri = uri(route.target(), head.target);
  }

  private static URI uri(Target target, String path) throws IOException {
    boolean ipv6 = target.host().indexOf(':') >= 0;
    boolean usual = target.port() == (target.scheme().equals("https") ? 443 : 80);
    try {
      return new URI(
          target.scheme()
              + "://"
              + (ipv6 ? "[" + target.host() + "]" : target.host())
              + (usual ? "" : ":" + target.port())
              + path);
    } catch (URISyntaxException odd) {
      throw new IOException("the request's path is not valid in a URI", odd);
    }
  }

  String path() {
    return head.target;
  }

  HttpRequest authorized(String authorization, BodyPublisher body) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(head.method, body);
    HopByHop hop = new HopByHop(head.all("Connection"));
    for (int i = 0; i < head.headerCount(); i++) {
      String name = head.name(i).toLowerCase(Locale.ROOT);
      boolean stays =
          OWN.contains(name)
              || keyHeaders.contains(name)
              || hop.contains(name)
              // Also if a kept header, or a header of another name, repeats it.
              || route.isSecretIn(head.value(i));
      if (!stays) {
        add(request, head.name(i), head.value(i));
      }
    }
    return request.setHeader("Authorization", authorization).build();
  }

  private static void add(HttpRequest.Builder request, String name, String value) {
    try {
      request.header(name, value);
    } catch (IllegalArgumentException restricted) {
      // Java 11's client does not allow to set Date, Via and a few more.
    }
  }
}
