package io.foundryidentity.agent.instrumentation.jerseyjdkconnector;

import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Jersey's own connector over asynchronous channels, {@code JdkConnectorProvider}.
 *
 * <p>Each hop is a request object of its own, which goes through a chain of filters: one renders
 * the head, the last ones encrypt and write it. Only those know the connection. So the rendered
 * bytes are noted ({@link EncodeHeaderAdvice}), and authorized where TLS encrypts them ({@link
 * SslWriteAdvice}) or the channel takes them ({@link TransportWriteAdvice}). The request's headers
 * never hold the token.
 *
 * <p>The chain runs on I/O threads, which must not wait. A request whose token is late is held
 * before it gets a connection ({@link HoldAdvice}).
 *
 * <p>The classes are not public, so advice takes them as {@code Object}, and asks them with the
 * look-up of the class into which it is copied. Public: the runtime makes one.
 */
public final class JerseyJdkConnectorInstrumentation implements ClientInstrumentation {

  private static final String PACKAGE = "org/glassfish/jersey/jdk/connector/";
  private static final String INTERNAL = PACKAGE + "internal/";

  @Override
  public String client() {
    return "jersey-jdk-connector";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return Arrays.asList(
        JoinPoint.in(
            INTERNAL + "HttpRequest", isConstructor().and(takesArguments(4)), RequestAdvice.class),
        JoinPoint.in(
            INTERNAL + "HttpConnectionPool",
            named("send").and(takesArguments(2)).and(takesRequest()),
            HoldAdvice.class),
        JoinPoint.in(
            INTERNAL + "HttpRequestEncoder",
            named("encodeHeader").and(takesArguments(1)).and(takesRequest()),
            EncodeHeaderAdvice.class),
        JoinPoint.in(
            INTERNAL + "HttpFilter",
            named("write").and(takesArguments(2)).and(takesRequest()),
            FailedWriteAdvice.class),
        JoinPoint.in(
            INTERNAL + "SslFilter",
            named("write").and(takesArguments(2)).and(takesArgument(0, ByteBuffer.class)),
            SslWriteAdvice.class),
        JoinPoint.in(
            INTERNAL + "TransportFilter",
            named("write").and(takesArguments(2)).and(takesArgument(0, ByteBuffer.class)),
            TransportWriteAdvice.class),
        JoinPoint.in(
            INTERNAL + "HttpConnection",
            named("processResponseHeaders").and(takesArguments(1)),
            AnsweredAdvice.class));
  }

  private static ElementMatcher<MethodDescription> takesRequest() {
    return takesArgument(0, nameEndsWith(".HttpRequest"));
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(PACKAGE + "JdkConnectorProvider");
  }
}
