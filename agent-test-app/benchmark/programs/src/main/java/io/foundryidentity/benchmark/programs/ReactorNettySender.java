package io.foundryidentity.benchmark.programs;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.resolver.DefaultAddressResolverGroup;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** Reactor Netty, whose caller waits for the answer. */
final class ReactorNettySender implements Sender {

  private final HttpClient client;
  private final Question question;

  ReactorNettySender(Question question) {
    this.question = question;
    HttpClient plain =
        HttpClient.create(ConnectionProvider.create("benchmark", Question.CONNECTIONS))
            // Its own resolver does not read the JDK's hosts file, which has the target's name
            .resolver(DefaultAddressResolverGroup.INSTANCE);
    String late = question.late();
    client =
        late == null
            ? plain
            : plain.doOnRequest(
                (request, connection) ->
                    request.requestHeaders().set(HttpHeaderNames.AUTHORIZATION, late));
  }

  @Override
  public int send() {
    String authorization = question.authorization().get();
    Integer status =
        client
            .headers(
                headers -> {
                  headers.set(HttpHeaderNames.CONTENT_TYPE, Question.TYPE);
                  if (authorization != null) {
                    headers.set(HttpHeaderNames.AUTHORIZATION, authorization);
                  }
                })
            .post()
            .uri(question.url())
            .send(ByteBufFlux.fromString(Mono.just(Question.BODY)))
            .responseSingle(
                (response, body) -> body.asString().thenReturn(response.status().code()))
            .block();
    return status == null ? 0 : status;
  }
}
