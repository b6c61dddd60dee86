package io.foundryidentity.agent.instrumentation.helidonwebclient;

import io.helidon.webclient.api.WebClientServiceRequest;
import io.helidon.webclient.api.WebClientServiceResponse;
import io.helidon.webclient.spi.WebClientService;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A service as applications write them: it reads each request before and after. */
final class SeenRequests implements WebClientService {

  private final ConcurrentLinkedQueue<String> texts = new ConcurrentLinkedQueue<>();

  @Override
  public WebClientServiceResponse handle(Chain chain, WebClientServiceRequest request) {
    texts.add("before " + request.headers());
    request.whenSent().thenAccept(sent -> texts.add("sent " + sent.headers()));
    WebClientServiceResponse response = chain.proceed(request);
    texts.add("answered " + response.status() + response.serviceRequest().headers());
    return response;
  }

  String text() {
    return String.join("\n", texts);
  }
}
