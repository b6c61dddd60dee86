package io.foundryidentity.agent.instrumentation.ktorclient;

import io.foundryidentity.agent.instrumentation.apachehttpclient5.ApacheHttpClient5Instrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.ktor.client.engine.HttpClientEngine;
import io.ktor.client.engine.apache5.Apache5;
import kotlin.Unit;

class Apache5EngineTest extends OtherEngineCases {

  @Override
  ClientInstrumentation stack() {
    return new ApacheHttpClient5Instrumentation();
  }

  @Override
  HttpClientEngine engine() {
    return Apache5.INSTANCE.create(
        engine -> {
          engine.setSslContext(network().trust());
          return Unit.INSTANCE;
        });
  }
}
