package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import io.foundryidentity.agent.core.connection.Connector;
import io.foundryidentity.agent.core.connection.DirectExchange;
import io.foundryidentity.agent.core.connection.HttpAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The identity library's HTTP, over the agent's own connections. */
final class DirectHttpClient implements HttpClient {

  private final DirectExchange exchange;
  private final @Nullable IssuerClock clock;

  /**
   * @param answerTimeout the longest a whole exchange takes once connected, so that an endpoint
   *     which drips bytes ends too
   */
  DirectHttpClient(Connector connector, Duration answerTimeout) {
    this(connector, answerTimeout, null);
  }

  /**
   * @param clock hears what time it is where an answer comes from
   */
  DirectHttpClient(Connector connector, Duration answerTimeout, @Nullable IssuerClock clock) {
    exchange = new DirectExchange(connector, answerTimeout);
    this.clock = clock;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromCallable(() -> exchange(request));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    try {
      return exchange(request);
    } catch (IOException e) {
      // azure-core's retry policy looks for the IOException below
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse exchange(HttpRequest request) throws IOException {
    List<Map.Entry<String, String>> headers = new ArrayList<>();
    for (HttpHeader header : request.getHeaders()) {
      for (String value : header.getValuesList()) {
        headers.add(new SimpleImmutableEntry<>(header.getName(), value));
      }
    }
    BinaryData body = request.getBodyAsBinaryData();
    HttpAnswer answer =
        exchange.send(
            request.getHttpMethod().toString(),
            request.getUrl(),
            headers,
            body == null ? null : body.toBytes());
    if (clock != null) {
      clock.heard(answer.header("Date"));
    }
    return new BufferedResponse(request, answer);
  }
}
