package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.instrumentation.okhttp.OkHttpInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.ktor.client.engine.HttpClientEngine;
import io.ktor.client.engine.okhttp.OkHttp;
import javax.net.ssl.X509TrustManager;
import kotlin.Unit;

class OkHttpEngineTest extends OtherEngineCases {

  @Override
  ClientInstrumentation stack() {
    return new OkHttpInstrumentation();
  }

  @Override
  HttpClientEngine engine() {
    return OkHttp.INSTANCE.create(
        engine -> {
          engine.config(
              builder -> {
                builder.sslSocketFactory(
                    network().trust().getSocketFactory(),
                    (X509TrustManager) Requests.trust(network()));
                return Unit.INSTANCE;
              });
          return Unit.INSTANCE;
        });
  }
}
