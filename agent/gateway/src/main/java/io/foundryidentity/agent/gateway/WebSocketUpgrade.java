package io.foundryidentity.agent.gateway;

import io.foundryidentity.agent.core.server.ConnectionInput;
import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A client's WebSocket handshake, and the WebSocket itself if the target accepts it. */
final class WebSocketUpgrade implements Closeable {

  private static final long LONGEST_FAREWELL_MILLIS = 1_000;

  private final AdmittedRequest request;
  private final ClientSocket client;
  private final GatewayParts parts;
  private final WebSocketCall call;

  WebSocketUpgrade(AdmittedRequest request, ClientSocket client, GatewayParts parts) {
    this.request = request;
    this.client = client;
    this.parts = parts;
    this.call = new WebSocketCall(parts.webSockets.tls, client);
  }

  /** Returns when it is over; the client's connection must end then, whatever the answer was. */
  void run(ConnectionInput in, WatchedOutput out) throws IOException {
    Route route = request.route();
    ClientWatch watch = new ClientWatch(in, call::clientLeft);
    route.begin(call);
    try {
      watch.begin(parts.threads);
      WebSocketForwarding.TargetEnd target = answer(out);
      if (target != null) {
        new Tunnel(client, in, out, target, TunnelLimits.DEFAULT)
            .run(parts.threads, parts.timer, watch.more());
        return;
      }
    } finally {
      route.ended(call);
      call.endTarget();
    }
    // What it sends now is no request. If the connection closed now, it might not read the answer.
    client.shutdownOutput();
    if (watch.awaitMore(LONGEST_FAREWELL_MILLIS)) {
      in.drain(LONGEST_FAREWELL_MILLIS, RequestIntake.LARGEST_FAREWELL);
    }
  }

  /** Answers the handshake, which is what is counted; a session may last for hours. */
  private WebSocketForwarding.@Nullable TargetEnd answer(WatchedOutput out) throws IOException {
    long began = System.nanoTime();
    Reply reply = Reply.to(request.head, out);
    try {
      return parts.webSockets.open(request.route(), request.head, call, reply);
    } finally {
      parts.ended(request, reply, out, System.nanoTime() - began);
    }
  }

  /** Ends both sides at once. */
  @Override
  public void close() {
    call.close();
  }
}
