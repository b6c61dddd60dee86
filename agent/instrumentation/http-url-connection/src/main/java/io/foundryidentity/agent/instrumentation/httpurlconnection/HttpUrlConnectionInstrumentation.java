package io.foundryidentity.agent.instrumentation.httpurlconnection;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The JDK's {@code HttpURLConnection}, http and https.
 *
 * <p>Its requests are written by {@code sun.net.www.http.HttpClient}, one object for each
 * connection; the https one inherits the method. Each hop passes there, and so does a request that
 * the JDK sends again because a kept connection was closed. A refused one is sent again by the
 * connection object, in the loop in which it follows redirects and answers a server that asks for a
 * password. Public: the runtime makes one.
 */
public final class HttpUrlConnectionInstrumentation implements ClientInstrumentation {

  private static final String HTTP_CLIENT = "sun/net/www/http/HttpClient";

  @Override
  public String client() {
    return "http-url-connection";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        // The overload with three arguments calls this one
        JoinPoint.in(
            HTTP_CLIENT, named("writeRequests").and(takesArguments(2)), WriteRequestsAdvice.class),
        JoinPoint.in(HTTP_CLIENT, named("parseHTTP"), ParseResponseAdvice.class),
        JoinPoint.in(
            "sun/net/www/protocol/http/HttpURLConnection",
            named("followRedirect").and(takesArguments(0)),
            FollowRedirectAdvice.class));
  }

  /** None: the JDK itself and every library use it, so its presence says nothing. */
  @Override
  public List<String> earlyTypes() {
    return Collections.emptyList();
  }
}
