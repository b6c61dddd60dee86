package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.RequestHead;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request that has shown a secret: a route's, or that of one of the gateway's pages. */
final class AdmittedRequest {

  private final @Nullable Route route;

  /** The gateway's own answer; null for a request that is forwarded. */
  final @Nullable PageAnswer own;

  final RequestHead head;
  final RequestBody body;

  private AdmittedRequest(
      @Nullable Route route, @Nullable PageAnswer own, RequestHead head, RequestBody body) {
    this.route = route;
    this.own = own;
    this.head = head;
    this.body = body;
  }

  static AdmittedRequest forwarded(Route route, RequestHead head, RequestBody body) {
    return new AdmittedRequest(route, null, head, body);
  }

  static AdmittedRequest answered(PageAnswer own, RequestHead head, RequestBody body) {
    return new AdmittedRequest(null, own, head, body);
  }

  Route route() {
    return Objects.requireNonNull(route, "a request that the gateway answers itself has no route");
  }
}
