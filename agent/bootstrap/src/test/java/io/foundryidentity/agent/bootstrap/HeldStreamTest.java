package io.foundryidentity.agent.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldStreamTest {

  private final List<Runnable> deferred = new ArrayList<>();
  private boolean waits = true;
  private boolean fails;

  @BeforeEach
  void install() {
    AuthorizationBridge.install(
        new TestedTarget() {
          @Override
          public boolean defer(
              @Nullable String path, @Nullable String existing, Runnable whenSettled) {
            return waits && deferred.add(whenSettled);
          }

          @Override
          public boolean prepare(@Nullable String path, @Nullable String existing, boolean mayWait)
              throws FailurePolicyException {
            if (fails) {
              throw new FailurePolicyException("no token");
            }
            return false;
          }
        });
  }

  @AfterEach
  void uninstall() {
    AuthorizationBridge.install(null);
  }

  @Test
  void where_there_is_nothing_to_wait_for_nothing_is_held() {
    waits = false;
    assertThat(HeldStream.of(target(), this)).isNull();
    assertThat(HeldCall.wasHeld(this)).isFalse();
  }

  @Test
  void elements_pass_after_the_wait() {
    HeldStream held = held();
    assertThat(HeldCall.wasHeld(this)).isTrue();
    CompletableFuture<Object> first = element(held, "first");
    assertThat(first).isNotDone();
    deferred.forEach(Runnable::run);
    assertThat(first).isCompletedWithValue("first");
    assertThat(element(held, "second")).isCompletedWithValue("second");
    assertThat(held.settled().toCompletableFuture()).isCompleted();
  }

  @Test
  void the_failure_policy_fails_the_stream() {
    fails = true;
    HeldStream held = held();
    CompletableFuture<Object> first = element(held, "first");
    deferred.forEach(Runnable::run);
    assertThatThrownBy(first::get).hasRootCauseInstanceOf(FailurePolicyException.class);
    assertThat(held.settled().toCompletableFuture()).isCompletedExceptionally();
  }

  @SuppressWarnings("unchecked")
  private static CompletableFuture<Object> element(HeldStream held, String element) {
    return ((Function<Object, CompletableFuture<Object>>) held.function(Function.class))
        .apply(element);
  }

  private HeldStream held() {
    HeldStream held = HeldStream.of(target(), this);
    assertThat(held).isNotNull();
    return held;
  }

  private static TargetedRequest target() {
    TargetedRequest target = AuthorizationBridge.find("https", "target.example", 443, "/");
    assertThat(target).isNotNull();
    return target;
  }
}
