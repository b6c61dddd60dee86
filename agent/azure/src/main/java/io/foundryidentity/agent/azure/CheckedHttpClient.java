package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import reactor.core.publisher.Mono;

/**
 * The HTTP client that the identity library gets: what it sends is known as secret before, and what
 * it receives is an {@link IdentityAnswer}.
 */
final class CheckedHttpClient implements HttpClient {

  private final HttpClient client;
  private final LastAnswer last;

  /**
   * @param last gets each answer
   */
  CheckedHttpClient(HttpClient client, LastAnswer last) {
    this.client = client;
    this.last = last;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromCallable(() -> sendSync(request, Context.NONE));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    BinaryData body = request.getBodyAsBinaryData();
    byte[] sent = body == null ? new byte[0] : body.toBytes();
    RequestSecrets.learn(request, sent);
    last.forget();
    last.presents(RequestSecrets.assertion(sent));
    try (HttpResponse response = client.sendSync(request, context)) {
      BinaryData answer = response.getBodyAsBinaryData();
      IdentityAnswer checked =
          IdentityAnswer.of(
              response.getStatusCode(),
              response::getHeaderValue,
              answer == null ? new byte[0] : answer.toBytes());
      last.note(checked);
      TokenLife life = checked.life();
      if (life != null) {
        life.tell(request.getUrl().getHost());
      }
      return new BufferedResponse(request, checked);
    }
  }
}
