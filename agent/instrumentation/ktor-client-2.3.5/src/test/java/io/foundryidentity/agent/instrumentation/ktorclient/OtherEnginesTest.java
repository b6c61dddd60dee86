package io.foundryidentity.agent.instrumentation.ktorclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.javahttpclient.JavaHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.okhttp.OkHttpInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestAuthorizer;
import io.ktor.client.HttpClient;
import io.ktor.client.HttpClientKt;
import io.ktor.client.engine.java.Java;
import io.ktor.client.engine.okhttp.OkHttp;
import javax.net.ssl.X509TrustManager;
import kotlin.Unit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Engines on other stacks are signed there, once, with every instrumentation on. */
class OtherEnginesTest extends SignedFoundry {

  @BeforeEach
  void instrumentAll() {
    InstrumentedJvm.instrument(new JavaHttpClientInstrumentation());
    InstrumentedJvm.instrument(new OkHttpInstrumentation());
  }

  @Test
  void the_java_engine_signs_once() throws Exception {
    assertSignedOnce(
        HttpClientKt.HttpClient(
            Java.INSTANCE,
            config -> {
              config.engine(
                  java -> {
                    java.config(
                        jdk -> {
                          jdk.sslContext(network().trust());
                          return Unit.INSTANCE;
                        });
                    return Unit.INSTANCE;
                  });
              return Unit.INSTANCE;
            }));
  }

  @Test
  void the_okhttp_engine_signs_once() throws Exception {
    assertSignedOnce(
        HttpClientKt.HttpClient(
            OkHttp.INSTANCE,
            config -> {
              config.engine(
                  ok -> {
                    ok.config(
                        builder -> {
                          builder.sslSocketFactory(
                              network().trust().getSocketFactory(),
                              (X509TrustManager) Requests.trust(network()));
                          return Unit.INSTANCE;
                        });
                    return Unit.INSTANCE;
                  });
              return Unit.INSTANCE;
            }));
  }

  private void assertSignedOnce(HttpClient client) throws InterruptedException {
    assertThat(status(closed(client), get(network().target("/echo")))).isEqualTo(200);
    assertThat(network().foundry().requests()).hasSize(1);
    assertSigned(network().foundry().requests().get(0));
    assertThat(network().authorizer().questions())
        .extracting(TestAuthorizer.Question::host)
        .containsOnly("localhost");
  }
}
