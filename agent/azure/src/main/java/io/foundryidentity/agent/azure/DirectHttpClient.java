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
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The identity library's HTTP client, which uses the agent's own connections. */
final class DirectHttpClient implements HttpClient {

  private final DirectExchange exchange;
  private final @Nullable IssuerClock clock;
  private final LongSupplier end;

  /**
   * @param answerTimeout the limit for the whole exchange after the connection is open, so that an
   *     endpoint that sends its bytes slowly cannot exceed it
   */
  DirectHttpClient(Connector connector, Duration answerTimeout) {
    this(connector, answerTimeout, null, () -> System.nanoTime() + Long.MAX_VALUE / 2);
  }

  /**
   * @param clock gets the {@code Date} and {@code Age} of each answer
   * @param end when the last exchange ends, as a value of {@link System#nanoTime}: asked before
   *     each one, and none begins after it
   */
  DirectHttpClient(
      Connector connector, Duration answerTimeout, @Nullable IssuerClock clock, LongSupplier end) {
    exchange = new DirectExchange(connector, answerTimeout);
    this.clock = clock;
    this.end = end;
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
    long latest = end.getAsLong();
    if (latest - System.nanoTime() <= 0) {
      // Not an IOException, after which azure-core would try again
      throw new IllegalStateException("the time for this request has ended");
    }
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
            body == null ? null : body.toBytes(),
            latest);
    if (clock != null) {
      clock.heard(answer.headers("Date"), answer.headers("Age"));
    }
    return new BufferedResponse(request, answer);
  }
}
