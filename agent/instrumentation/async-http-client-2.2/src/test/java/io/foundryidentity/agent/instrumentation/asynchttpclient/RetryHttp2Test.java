package io.foundryidentity.agent.instrumentation.asynchttpclient;

class RetryHttp2Test extends RetryCases {

  @Override
  boolean http2() {
    return true;
  }
}
