package io.foundryidentity.agent.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RequestRetryCondition;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.util.Context;
import com.azure.identity.CredentialUnavailableException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends the requests of the sources of assertions.
 *
 * <p>Not through {@link CheckedHttpClient}, which lets only the answers of Azure's endpoints pass.
 * The answer reaches no library: only this project's classes read it. A redirect is an answer like
 * any other. A service that is overloaded is asked twice more; an endpoint that cannot be reached
 * is not, as it usually does not exist on this machine.
 */
final class AssertionExchange {

  private static final int MOST_RETRIES = 2;

  private final HttpPipeline pipeline;

  AssertionExchange(HttpClient http) {
    this(http, Duration.ofMillis(800));
  }

  /**
   * @param delay before the second request; twice as much before the third
   */
  AssertionExchange(HttpClient http, Duration delay) {
    ExponentialBackoffOptions delays =
        new ExponentialBackoffOptions()
            .setMaxRetries(MOST_RETRIES)
            .setBaseDelay(delay)
            .setMaxDelay(delay.multipliedBy(4));
    RetryOptions options =
        new RetryOptions(delays).setShouldRetryCondition(AssertionExchange::isBusy);
    pipeline = Pipelines.of(http, new RetryPolicy(options));
  }

  private static boolean isBusy(RequestRetryCondition condition) {
    HttpResponse response = condition.getResponse();
    int status = response == null ? 0 : response.getStatusCode();
    return status == 429 || status == 500 || status == 502 || status == 503 || status == 504;
  }

  /**
   * Sends a request whose secrets are known already.
   *
   * @throws UncheckedIOException without a complete answer; its text names the host and no content
   */
  AssertionAnswer send(HttpRequest request) {
    try (HttpResponse response = pipeline.sendSync(request, Context.NONE)) {
      return new AssertionAnswer(response);
    }
  }

  /**
   * The same for an endpoint that exists only on the source's own machines.
   *
   * @param elsewhere what to say if nothing answers there
   * @throws CredentialUnavailableException if nothing answers
   */
  AssertionAnswer sendIfThere(HttpRequest request, String elsewhere) {
    try {
      return send(request);
    } catch (UncheckedIOException e) {
      if (isAbsent(e)) {
        throw new CredentialUnavailableException(elsewhere + " (" + FailureText.of(e) + ")");
      }
      throw e;
    }
  }

  private static boolean isAbsent(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof UnknownHostException
          || t instanceof ConnectException
          || t instanceof NoRouteToHostException
          || t instanceof SocketTimeoutException
          || (t instanceof SocketException && isUnreachable(t.getMessage()))) {
        return true;
      }
    }
    return false;
  }

  /** Without any network the JDK throws no more special exception. */
  private static boolean isUnreachable(@Nullable String message) {
    return message != null && message.contains("unreachable");
  }
}
