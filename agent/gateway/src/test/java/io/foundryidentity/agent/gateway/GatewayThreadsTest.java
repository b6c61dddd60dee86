package io.foundryidentity.agent.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The threads of a gateway, on the JVM that runs this. */
class GatewayThreadsTest {

  @Test
  void they_are_daemons_and_virtual_where_there_are_virtual_ones() throws Exception {
    InheritableThreadLocal<String> ofTheApplication = new InheritableThreadLocal<>();
    ofTheApplication.set("a request's");
    CompletableFuture<Thread> ran = new CompletableFuture<>();
    CompletableFuture<String> inherited = new CompletableFuture<>();
    CompletableFuture<ClassLoader> loader = new CompletableFuture<>();
    GatewayThreads.executor()
        .execute(
            () -> {
              inherited.complete(ofTheApplication.get());
              loader.complete(Thread.currentThread().getContextClassLoader());
              ran.complete(Thread.currentThread());
            });

    assertThat(ran.join().isDaemon()).isTrue();
    assertThat(ran.join().getName()).startsWith("foundry-identity-");
    assertThat(inherited.join()).isNull();
    assertThat(loader.join()).isSameAs(Gateway.class.getClassLoader());
    if (Runtime.version().feature() >= 21) {
      assertThat(Thread.class.getMethod("isVirtual").invoke(ran.join())).isEqualTo(true);
    }
  }
}
