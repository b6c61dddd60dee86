package io.foundryidentity.agent.instrumentation.javahttpclient;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;

/** Reads a body that does not end, and reports its first piece and the exchange's cancellation. */
final class OpenEnd implements BodySubscriber<Void> {

  private final CountDownLatch began;
  private final CountDownLatch aborted;
  private final CompletableFuture<Void> body = new CompletableFuture<>();

  OpenEnd(CountDownLatch began, CountDownLatch aborted) {
    this.began = began;
    this.aborted = aborted;
  }

  @Override
  public CompletionStage<Void> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> piece) {
    began.countDown();
  }

  @Override
  public void onError(Throwable failure) {
    aborted.countDown();
    body.completeExceptionally(failure);
  }

  @Override
  public void onComplete() {
    body.complete(null);
  }
}
