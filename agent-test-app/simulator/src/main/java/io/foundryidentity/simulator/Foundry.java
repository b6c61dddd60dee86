package io.foundryidentity.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/** Azure AI Foundry on loopback: accepts Entra tokens only, and records the requests. */
public final class Foundry {
  private final RequestLog log = new RequestLog();
  private final TokenIssuer issuer;
  private final AccessCheck access;
  private final FoundryApi api;
  private final Listener tls;
  private final Listener plain;
  private volatile boolean streamsOpen = true;
  private volatile DecisionListener watch = (request, decision) -> {};

  Foundry(Vertx vertx, CertificateAuthority certificates, TokenIssuer issuer) {
    this.issuer = issuer;
    access = new AccessCheck(issuer);
    api = new FoundryApi(() -> streamsOpen);
    Listener.Handler handler = new Handler();
    tls = Listener.tls(vertx, certificates.serverKey(), log, handler);
    plain = Listener.plain(vertx, log, handler);
  }

  /** Listens with TLS at that address, and without TLS on loopback only. */
  Future<?> listen(int port, String address) {
    return Future.all(tls.listen(port, address), plain.listen(0));
  }

  /** The TLS port: HTTP/2 and HTTP/1.1. */
  public int port() {
    return tls.port();
  }

  /** The port without TLS: HTTP/1.1. */
  public int plainPort() {
    return plain.port();
  }

  public List<ReceivedRequest> requests() {
    return log.snapshot();
  }

  public void clear() {
    log.clear();
  }

  /** Load tests switch the log off: its memory would be what they measure. */
  public void keepRequests(boolean on) {
    log.keep(on);
  }

  /** Tells of every decision from now on; a load test counts, where the log would fill up. */
  public void watch(DecisionListener listener) {
    watch = listener;
  }

  /** The next requests that would have passed get a 401, whatever their token. */
  public void refuseNext(int count) {
    access.refuseNext(count);
  }

  /** Every token that was issued until now is refused from now on. */
  public void revoke() {
    access.revoke();
  }

  /** Every good token is answered 401 PermissionDenied. */
  public void denyRole() {
    access.denyRole(true);
  }

  public void grantRole() {
    access.denyRole(false);
  }

  /** Every good token is answered so, until {@link #acceptAll}. */
  public void refuseAll(Refusal refusal) {
    access.refuse(refusal);
  }

  public void acceptAll() {
    access.refuse(null);
    access.tenant(null);
  }

  /** The resource belongs to that tenant, whose tokens this issuer does not make. */
  public void belongTo(String tenant) {
    access.tenant(tenant);
  }

  /** Off (the default): a key is answered 403 AuthenticationTypeDisabled. */
  public void acceptKeys(boolean on) {
    access.acceptKeys(on);
  }

  /** On (the default): doubled Authorization headers and left-over key headers get a 400. */
  public void strictHeaders(boolean on) {
    access.strictHeaders(on);
  }

  /**
   * What a token may be for outside of /api/projects/; by default the cloud's own:
   * https://cognitiveservices.azure.com and https://ai.azure.com in the public one.
   */
  public void audiences(String... accepted) {
    access.audiences(List.of(accepted));
  }

  /**
   * From now on the model asks for that many tools before it answers a prompt, and takes that long
   * for each of its answers. By default it answers at once.
   */
  public void longTurns(int steps, Duration pause) {
    api.turn(new LongTurn(steps, pause));
  }

  /** Streams that begin from now on stop after their first event until they are resumed. */
  public void pauseStreams() {
    streamsOpen = false;
  }

  public void resumeStreams() {
    streamsOpen = true;
  }

  private final class Handler implements Listener.Handler {
    @Override
    public boolean takesOver(Exchange exchange) {
      String path = exchange.request().pathOnly();
      if (!RealtimeSocket.isRealtime(path) && !ResponsesSocket.isResponses(path)) {
        return false;
      }
      AccessCheck.Verdict verdict = decide(exchange.request());
      if (verdict.passed() && ResponsesSocket.isResponses(path)) {
        ResponsesSocket.open(exchange, verdict.signedInAs());
      } else if (verdict.passed()) {
        RealtimeSocket.open(exchange, verdict.signedInAs());
      } else {
        refuse(exchange, verdict);
      }
      return true;
    }

    @Override
    public void handle(Exchange exchange) {
      exchange.date(issuer.clock());
      String path = exchange.request().pathOnly();
      if (path.equals("/redirect")) {
        redirect(exchange);
        return;
      }
      AccessCheck.Verdict verdict = decide(exchange.request());
      if (!verdict.passed()) {
        refuse(exchange, verdict);
      } else if (path.equals("/echo")) {
        echo(exchange);
      } else {
        api.answer(exchange, verdict.signedInAs());
      }
    }

    private AccessCheck.Verdict decide(ReceivedRequest request) {
      AccessCheck.Verdict verdict = access.check(request);
      watch.decided(request, verdict.decision());
      return verdict;
    }

    private void refuse(Exchange exchange, AccessCheck.Verdict verdict) {
      if (verdict.status() == 401) {
        exchange.response().putHeader("www-authenticate", "Bearer realm=\"simulator\"");
      }
      exchange.json(verdict.status(), verdict.refusal());
    }

    private void redirect(Exchange exchange) {
      String status = exchange.request().query("status");
      String to = exchange.request().query("to");
      if (to == null) {
        exchange.json(400, Exchange.error("BadRequest", "The query parameter to is missing."));
        return;
      }
      exchange
          .response()
          .setStatusCode(status == null ? 307 : Integer.parseInt(status))
          .putHeader("location", to)
          .end();
    }

    private void echo(Exchange exchange) {
      ReceivedRequest request = exchange.request();
      JsonObject answer =
          new JsonObject()
              .put("method", request.method())
              .put("path", request.path())
              .put("body", request.bodyText());
      exchange.json(200, answer);
    }
  }
}
