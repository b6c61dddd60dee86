package io.foundryidentity.agent.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.util.concurrent.Executor;

/** HTTP/2 to one target, by the JDK's client: many requests share a connection. */
final class Http2Hop {

  private final Http2Client client;
  private final Executor threads;

  Http2Hop(Http2Client client, Executor threads) {
    this.client = client;
    this.threads = threads;
  }

  /** Sends a request, and waits for the answer's head; over HTTP/1.1 if the target chooses that. */
  Http2Answer send(
      UpstreamRequest request, String authorization, ForwardedBody body, UpstreamCall call)
      throws IOException {
    HttpResponse<InputStream> response =
        new Http2Exchange(threads)
            .send(client.client(), request.authorized(authorization, body.publisher()), call);
    try {
      return new Http2Answer(request.method(), response, call::end);
    } catch (IOException odd) {
      // Closed and not read, so that its connection is not used again.
      Http2Answer.close(response.body());
      throw odd;
    }
  }
}
