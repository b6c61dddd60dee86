package io.foundryidentity.agent.instrumentation.undertowclient;

import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestRequest.BodyKind;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient.TestCall;
import io.undertow.client.ClientCallback;
import io.undertow.client.ClientConnection;
import io.undertow.client.ClientExchange;
import io.undertow.client.ClientRequest;
import io.undertow.util.HttpString;
import io.undertow.util.StringWriteChannelListener;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;

/** One request over a connection, as an application makes it: on the connection's I/O thread. */
final class UndertowCall implements TestCall {

  private final ClientConnection connection;
  private final TestRequest request;
  private final ClientRequest sent = new ClientRequest();
  private final AnswerBody body;
  private final CompletableFuture<ClientExchange> answer = new CompletableFuture<>();
  private Consumer<ClientExchange> whenTaken = exchange -> {};
  private @Nullable RuntimeException whenFailed;

  /**
   * @param whenRead runs when the answer's end was read
   */
  UndertowCall(ClientConnection connection, TestRequest request, Runnable whenRead) {
    this.connection = connection;
    this.request = request;
    this.body = new AnswerBody(whenRead);
    String query = request.uri().getRawQuery();
    sent.setMethod(new HttpString(request.method()))
        .setPath(request.uri().getRawPath() + (query == null ? "" : "?" + query));
    for (TestRequest.Header header : request.headers()) {
      sent.getRequestHeaders().add(new HttpString(header.name()), header.value());
    }
    if (!sent.getRequestHeaders().contains("Host")) {
      sent.getRequestHeaders()
          .put(new HttpString("Host"), request.uri().getHost() + ":" + request.uri().getPort());
    }
    if (request.body().kind() == BodyKind.REPEATABLE) {
      int length = request.body().text().getBytes(StandardCharsets.UTF_8).length;
      sent.getRequestHeaders().put(new HttpString("Content-Length"), length);
    } else if (request.body().kind() == BodyKind.ONE_SHOT) {
      sent.getRequestHeaders().put(new HttpString("Transfer-Encoding"), "chunked");
    }
  }

  /** With another text in the request line than the URL's path. */
  UndertowCall withPath(String path) {
    sent.setPath(path);
    return this;
  }

  UndertowCall start() {
    connection.getIoThread().execute(this::startHere);
    return this;
  }

  /** On this thread, as some applications do. */
  UndertowCall startHere() {
    connection.sendRequest(sent, new Sent());
    return this;
  }

  /** The status, with the whole body read. */
  int status() throws IOException, InterruptedException {
    try (TestResponse response = answer()) {
      response.text();
      return response.status();
    }
  }

  @Override
  public TestResponse answer() throws IOException, InterruptedException {
    try {
      ClientExchange exchange = answer.get();
      return new TestResponse(
          exchange.getResponse().getResponseCode(),
          body,
          sent
              + " "
              + sent.getRequestHeaders()
              + " "
              + exchange.getRequest()
              + " "
              + exchange.getRequest().getRequestHeaders());
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof IOException io) {
        throw io;
      }
      throw new IllegalStateException(failed);
    }
  }

  /** The client has no other way. */
  @Override
  public void cancel() {
    IoUtils.safeClose(connection);
  }

  /** The application changes its request before the client writes it. */
  UndertowCall whenTaken(Consumer<ClientExchange> change) {
    whenTaken = change;
    return this;
  }

  /** The application's own callback fails after it heard of a failure. */
  UndertowCall throwing(RuntimeException failure) {
    whenFailed = failure;
    return this;
  }

  private final class Sent implements ClientCallback<ClientExchange> {
    @Override
    public void completed(ClientExchange exchange) {
      exchange.setResponseListener(new Answered());
      whenTaken.accept(exchange);
      if (request.body().kind() != BodyKind.NONE) {
        new StringWriteChannelListener(request.body().text()).setup(exchange.getRequestChannel());
      }
    }

    @Override
    public void failed(IOException failure) {
      answer.completeExceptionally(failure);
      if (whenFailed != null) {
        throw whenFailed;
      }
    }
  }

  private final class Answered implements ClientCallback<ClientExchange> {
    @Override
    public void completed(ClientExchange exchange) {
      answer.complete(exchange);
      body.handleEvent(exchange.getResponseChannel());
    }

    @Override
    public void failed(IOException failure) {
      answer.completeExceptionally(failure);
    }
  }
}
