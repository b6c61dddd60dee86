package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.instrumentation.akkahttp.AkkaHttpInstrumentation;
import io.foundryidentity.agent.instrumentation.apachehttpasyncclient4.ApacheHttpAsyncClient4Instrumentation;
import io.foundryidentity.agent.instrumentation.apachehttpclient4.ApacheHttpClient4Instrumentation;
import io.foundryidentity.agent.instrumentation.apachehttpclient5.ApacheHttpClient5Instrumentation;
import io.foundryidentity.agent.instrumentation.armeria.ArmeriaInstrumentation;
import io.foundryidentity.agent.instrumentation.asynchttpclient.AsyncHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.azurecore.AzureCoreInstrumentation;
import io.foundryidentity.agent.instrumentation.commonshttpclient.CommonsHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.copilotcli.CopilotCliInstrumentation;
import io.foundryidentity.agent.instrumentation.copilotsdk.CopilotSdkInstrumentation;
import io.foundryidentity.agent.instrumentation.grizzlyhttpclient.GrizzlyHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.helidonwebclient.HelidonWebClientInstrumentation;
import io.foundryidentity.agent.instrumentation.httpurlconnection.HttpUrlConnectionInstrumentation;
import io.foundryidentity.agent.instrumentation.javahttpclient.JavaHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.javawebsocket.JavaWebsocketInstrumentation;
import io.foundryidentity.agent.instrumentation.jerseyjdkconnector.JerseyJdkConnectorInstrumentation;
import io.foundryidentity.agent.instrumentation.jettyclient10.JettyClient10Instrumentation;
import io.foundryidentity.agent.instrumentation.jettyclient12.JettyClient12Instrumentation;
import io.foundryidentity.agent.instrumentation.jettyclient9.JettyClient9Instrumentation;
import io.foundryidentity.agent.instrumentation.joddhttp.JoddHttpInstrumentation;
import io.foundryidentity.agent.instrumentation.ktorclient.KtorClientInstrumentation;
import io.foundryidentity.agent.instrumentation.netty.NettyInstrumentation;
import io.foundryidentity.agent.instrumentation.netty3.Netty3Instrumentation;
import io.foundryidentity.agent.instrumentation.okhttp.OkHttpInstrumentation;
import io.foundryidentity.agent.instrumentation.okhttp2.OkHttp2Instrumentation;
import io.foundryidentity.agent.instrumentation.pekkohttp.PekkoHttpInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.tyrusclient.TyrusClientInstrumentation;
import io.foundryidentity.agent.instrumentation.undertowclient.UndertowClientInstrumentation;
import java.util.ArrayList;
import java.util.List;

/**
 * Every client that the agent knows.
 *
 * <p>A client whose classes need a newer Java than 8 is used only if the JVM is new enough: on an
 * older JVM its classes cannot be loaded.
 */
final class Clients {

  /** From this version on a JVM can use all of them. */
  static final int NEWEST_JAVA = 17;

  private Clients() {}

  /** Those that a JVM of that version can use. */
  static List<ClientInstrumentation> on(int java) {
    List<ClientInstrumentation> clients = new ArrayList<>();
    clients.add(new HttpUrlConnectionInstrumentation());
    clients.add(new OkHttpInstrumentation());
    clients.add(new OkHttp2Instrumentation());
    clients.add(new CommonsHttpClientInstrumentation());
    clients.add(new ApacheHttpClient5Instrumentation());
    clients.add(new JettyClient9Instrumentation());
    clients.add(new ApacheHttpClient4Instrumentation());
    clients.add(new ApacheHttpAsyncClient4Instrumentation());
    clients.add(new PekkoHttpInstrumentation());
    clients.add(new AkkaHttpInstrumentation());
    clients.add(new NettyInstrumentation());
    clients.add(new AzureCoreInstrumentation());
    clients.add(new KtorClientInstrumentation());
    clients.add(new HelidonWebClientInstrumentation());
    clients.add(new JoddHttpInstrumentation());
    clients.add(new ArmeriaInstrumentation());
    clients.add(new JerseyJdkConnectorInstrumentation());
    clients.add(new AsyncHttpClientInstrumentation());
    clients.add(new UndertowClientInstrumentation());
    clients.add(new GrizzlyHttpClientInstrumentation());
    clients.add(new JavaWebsocketInstrumentation());
    clients.add(new TyrusClientInstrumentation());
    clients.add(new Netty3Instrumentation());
    clients.add(new CopilotCliInstrumentation());
    if (java >= 11) {
      clients.add(new JavaHttpClientInstrumentation());
      clients.add(new JettyClient10Instrumentation());
    }
    if (java >= NEWEST_JAVA) {
      clients.add(new JettyClient12Instrumentation());
      clients.add(new CopilotSdkInstrumentation());
    }
    return clients;
  }

  /** The oldest version that can use it. */
  static int oldestJava(ClientInstrumentation client) {
    for (int java : new int[] {8, 11}) {
      for (ClientInstrumentation known : on(java)) {
        if (known.getClass() == client.getClass()) {
          return java;
        }
      }
    }
    return NEWEST_JAVA;
  }
}
