package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.instrumentation.javahttpclient.JavaHttpClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.ktor.client.engine.HttpClientEngine;
import io.ktor.client.engine.java.Java;
import kotlin.Unit;

class JavaEngineTest extends OtherEngineCases {

  @Override
  ClientInstrumentation stack() {
    return new JavaHttpClientInstrumentation();
  }

  @Override
  HttpClientEngine engine() {
    return Java.INSTANCE.create(
        engine -> {
          engine.config(
              jdk -> {
                jdk.sslContext(network().trust());
                return Unit.INSTANCE;
              });
          return Unit.INSTANCE;
        });
  }
}
