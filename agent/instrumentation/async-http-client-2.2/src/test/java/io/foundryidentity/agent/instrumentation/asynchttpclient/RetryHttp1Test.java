package io.foundryidentity.agent.instrumentation.asynchttpclient;

class RetryHttp1Test extends RetryCases {

  @Override
  boolean http2() {
    return false;
  }
}
