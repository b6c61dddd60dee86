package io.foundryidentity.cases.undertowclient;

import io.foundryidentity.cases.calls.Reply;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StringReadChannelListener;
import io.undertow.util.StringWriteChannelListener;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One request with its answer, all of it on the connection's I/O thread. */
final class Exchange implements ClientCallback<ClientExchange> {

  private final ClientRequest request = new ClientRequest();
  private final String json;
  private final CompletableFuture<Reply> reply = new CompletableFuture<>();

  Exchange(URI uri, String key, String json) {
    this.json = json;
    request.setMethod(Methods.POST).setPath(uri.getRawPath());
    request
        .getRequestHeaders()
        .put(Headers.HOST, uri.getAuthority())
        .put(Headers.CONTENT_TYPE, "application/json")
        .put(Headers.CONTENT_LENGTH, json.getBytes(StandardCharsets.UTF_8).length)
        .put(new HttpString("api-key"), key);
  }

  void begin(ClientConnection connection) {
    connection.sendRequest(request, this);
  }

  Reply reply() throws Exception {
    return reply.get(60, TimeUnit.SECONDS);
  }

  @Override
  public void completed(ClientExchange exchange) {
    exchange.setResponseListener(new Answered());
    new StringWriteChannelListener(json).setup(exchange.getRequestChannel());
  }

  @Override
  public void failed(IOException failure) {
    reply.completeExceptionally(failure);
  }

  private final class Answered implements ClientCallback<ClientExchange> {

    @Override
    public void completed(ClientExchange exchange) {
      new StringReadChannelListener(exchange.getConnection().getBufferPool()) {
        @Override
        protected void stringDone(String text) {
          reply.complete(new Reply(exchange.getResponse().getResponseCode(), text));
        }

        @Override
        protected void error(IOException failure) {
          reply.completeExceptionally(failure);
        }
      }.setup(exchange.getResponseChannel());
    }

    @Override
    public void failed(IOException failure) {
      reply.completeExceptionally(failure);
    }
  }
}
