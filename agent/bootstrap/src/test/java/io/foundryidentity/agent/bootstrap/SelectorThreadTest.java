package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorThreadTest {

  @ParameterizedTest
  @CsvSource({
    "HttpClient-1-SelectorManager, true",
    "Thread(QuicSelector(HttpClientImpl(1))), true",
    "QuicSelector(HttpClientImpl(1))-vt-worker-1, true",
    "HttpClient-1-Worker-0, false",
    "main, false"
  })
  void the_names_of_the_jdks_selector_threads_are_known(String name, boolean selector)
      throws Exception {
    FutureTask<Boolean> isCurrent = new FutureTask<>(SelectorThread::isCurrent);
    new Thread(isCurrent, name).start();
    assertThat(isCurrent.get()).isEqualTo(selector);
  }
}
