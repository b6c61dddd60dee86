package io.foundryidentity.agent.instrumentation.ktorclient;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Ktor's own engine, CIO, from 2.3.5 on: before that it verifies no host name. Ktor's other engines
 * stand on stacks that are signed for themselves.
 *
 * <p>A request is signed where the engine gives it to the endpoint that connects and writes it:
 * after every plugin and redirect, once for each hop, for WebSocket handshakes too. The write
 * itself comes a step later, but there nobody knows any more whom TLS was asked for, and what fails
 * there in a pipeline of requests takes the other ones with it. A proxy's CONNECT takes over none
 * of the headers that are changed here. Public: the runtime makes one.
 */
public final class KtorClientInstrumentation implements ClientInstrumentation {

  private static final String CIO = "io/ktor/client/engine/cio/";
  private static final String HOSTNAMES = "io/ktor/network/tls/HostnameUtilsKt";

  @Override
  public String client() {
    return "ktor-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    ElementMatcher.Junction<MethodDescription> execute =
        named("execute").and(takesArgument(0, named("io.ktor.client.request.HttpRequestData")));
    return Arrays.asList(
        JoinPoint.in(CIO + "CIOEngine", execute.and(takesArguments(2)), EngineExecuteAdvice.class)
            .besides(HOSTNAMES),
        // In this order: what is held back is not yet signed
        JoinPoint.in(CIO + "Endpoint", execute.and(takesArguments(3)), HoldAdvice.class),
        JoinPoint.in(CIO + "Endpoint", execute.and(takesArguments(3)), EndpointExecuteAdvice.class)
            .besides(HOSTNAMES),
        JoinPoint.in(
            HOSTNAMES,
            named("verifyHostnameInCertificate")
                .and(takesArguments(String.class, X509Certificate.class)),
            VerifyHostnameAdvice.class),
        JoinPoint.in(
            "io/ktor/client/plugins/HttpSend$DefaultSender",
            named("execute").and(takesArguments(2)),
            SenderAdvice.class));
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList("io/ktor/client/HttpClientConfig");
  }
}
