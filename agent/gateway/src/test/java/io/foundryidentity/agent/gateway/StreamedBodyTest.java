package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StreamedBodyTest {

  @Test
  @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD, unit = TimeUnit.SECONDS)
  void whoever_asks_for_all_of_it_gets_it_and_its_end() {
    StringBuilder got = new StringBuilder();
    new StreamedBody(new ByteArrayInputStream("all of it".getBytes(StandardCharsets.UTF_8)), -1)
        .subscribe(
            new Flow.Subscriber<>() {
              @Override
              public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
              }

              @Override
              public void onNext(ByteBuffer piece) {
                got.append(StandardCharsets.UTF_8.decode(piece));
              }

              @Override
              public void onError(Throwable failure) {
                got.append(failure);
              }

              @Override
              public void onComplete() {
                got.append(".");
              }
            });
    assertThat(got).hasToString("all of it.");
  }
}
