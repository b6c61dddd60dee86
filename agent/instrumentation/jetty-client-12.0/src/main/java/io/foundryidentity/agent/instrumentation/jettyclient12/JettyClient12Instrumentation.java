package io.foundryidentity.agent.instrumentation.jettyclient12;

import static net.bytebuddy.matcher.ElementMatchers.declaresMethod;
import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import io.foundryidentity.agent.instrumentation.jettyclient10.JettyClient10Instrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import io.foundryidentity.agent.instrumentation.support.Renames;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * Jetty's HttpClient 12: the join points and the advice of Jetty 10, whose classes moved to other
 * packages, except {@link RepeatableBodyAdvice}.
 *
 * <p>Public: the runtime makes one.
 */
public final class JettyClient12Instrumentation implements ClientInstrumentation {

  private static final String CLIENT = "org/eclipse/jetty/client/";
  private static final String HTTP2 = "org/eclipse/jetty/http2/client/";

  private static final String HTTP3 = "org/eclipse/jetty/http3/client/";
  private static final String FAST_CGI = "org/eclipse/jetty/fcgi/client/";
  private static final String SSL = "org/eclipse/jetty/io/ssl/SslConnection";

  private static final Renames JETTY_12 =
      Renames.of(CLIENT + "HttpConversation", CLIENT + "transport/HttpConversation")
          .and(CLIENT + "HttpDestination", CLIENT + "transport/HttpDestination")
          .and(CLIENT + "HttpExchange", CLIENT + "transport/HttpExchange")
          .and(CLIENT + "HttpRequest", CLIENT + "transport/HttpRequest")
          .and(CLIENT + "HttpResponse", CLIENT + "transport/HttpResponse")
          .and(CLIENT + "api/", CLIENT)
          .and(CLIENT + "http/", CLIENT + "transport/internal/")
          .and(CLIENT + "util/", CLIENT)
          .and(HTTP2 + "http/", HTTP2 + "transport/internal/")
          .and(HTTP3 + "http/", HTTP3 + "transport/")
          .and(FAST_CGI + "http/", FAST_CGI + "transport/internal/")
          .and(SSL + "$DecryptedEndPoint", SSL + "$SslEndPoint");

  // Jetty 9 to 11 have a class with this name
  private static final ElementMatcher<TypeDescription> GENERATION_12 =
      not(nameEndsWith("jetty.client.HttpClient"))
          .or(
              declaresMethod(
                  named("findProtocolHandler")
                      .and(takesArgument(0, nameEndsWith("jetty.client.Request")))));

  @Override
  public String client() {
    return "jetty-client";
  }

  @Override
  public List<JoinPoint> joinPoints() {
    return JettyClient10Instrumentation.joinPoints(RepeatableBodyAdvice.class).stream()
        .map(joinPoint -> joinPoint.renamed(JETTY_12).inGeneration(GENERATION_12))
        .collect(Collectors.toList());
  }

  @Override
  public List<String> earlyTypes() {
    return Collections.singletonList(CLIENT + "HttpClient");
  }
}
