package io.foundryidentity.agent.bootstrap;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldCallTest {

  /** As a client's own. */
  public interface Cancellable {
    boolean cancel();
  }

  /** A client's request, which is started by one call. */
  static final class Started {
    final CompletableFuture<Thread> made = new CompletableFuture<>();
    final CompletableFuture<Exception> failed = new CompletableFuture<>();
    final CountDownLatch blocked = new CountDownLatch(1);
    @Nullable ClassLoader context;
    @Nullable Exception failure;
    @Nullable ThreadLocal<String> local;
    @Nullable Thread failedOn;
    @Nullable String seen;

    void start() throws Exception {
      context = Thread.currentThread().getContextClassLoader();
      made.complete(Thread.currentThread());
      if (failure != null) {
        throw failure;
      }
    }

    void startAndBlock() throws Exception {
      start();
      blocked.await();
    }

    void fail(Exception reason) {
      failedOn = Thread.currentThread();
      seen = local == null ? null : local.get();
      failed.complete(reason);
    }

    MethodHandle call(String name) throws ReflectiveOperationException {
      return MethodHandles.lookup()
          .findVirtual(Started.class, name, MethodType.methodType(void.class))
          .bindTo(this);
    }

    MethodHandle failed() throws ReflectiveOperationException {
      return MethodHandles.lookup()
          .findVirtual(Started.class, "fail", MethodType.methodType(void.class, Exception.class))
          .bindTo(this);
    }
  }

  private final List<Runnable> deferred = new ArrayList<>();
  private boolean waits = true;
  private final Started request = new Started();

  @BeforeEach
  void install() {
    AuthorizationBridge.install(
        new TestedTarget() {
          @Override
          public boolean defer(
              @Nullable String path, @Nullable String existing, Runnable whenSettled) {
            return waits && deferred.add(whenSettled);
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
    assertThat(HeldCall.of(target(), request, null)).isNull();
    assertThat(HeldCall.wasHeld(request)).isFalse();
  }

  @Test
  void a_request_is_held_once() {
    assertThat(HeldCall.of(target(), request, null)).isNotNull();
    assertThat(HeldCall.wasHeld(request)).isTrue();
    assertThat(HeldCall.of(target(), request, null)).isNull();
    assertThat(deferred).hasSize(1);
  }

  @Test
  void the_call_is_made_after_the_wait_on_another_thread() throws Exception {
    HeldCall held = held();
    held.begin(request.call("start"), request.failed());
    assertThat(request.made).isNotDone();
    settle();
    Thread madeOn = request.made.get(20, SECONDS);
    assertThat(madeOn).isNotSameAs(Thread.currentThread());
    assertThat(madeOn.isDaemon()).isTrue();
    assertThat(request.context).isSameAs(Thread.currentThread().getContextClassLoader());
    assertThat(request.failed).isNotDone();
  }

  @Test
  void a_wait_that_ends_before_the_client_is_ready_leaves_the_call_to_the_clients_thread()
      throws Exception {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    HeldCall held = held();
    settle();
    held.begin(request.call("start"), request.failed());
    assertThat(request.made.getNow(null)).isSameAs(Thread.currentThread());
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(context);
  }

  @Test
  void a_cancelled_call_is_never_made() throws Exception {
    HeldCall held = held();
    Cancellable cancellable = (Cancellable) held.cancellable(Cancellable.class);
    held.begin(request.call("start"), request.failed());
    assertThat(cancellable.cancel()).isTrue();
    assertThat(cancellable.cancel()).isFalse();
    assertThat(request.failed.getNow(null)).isInstanceOf(InterruptedIOException.class);
    settle();
    assertNothingWasMade();
  }

  @Test
  void a_client_that_cancels_before_it_is_ready_hears_of_it() throws Exception {
    HeldCall held = held();
    assertThat(((Cancellable) held.cancellable(Cancellable.class)).cancel()).isTrue();
    held.begin(request.call("start"), request.failed());
    assertThat(request.failed.getNow(null)).isInstanceOf(InterruptedIOException.class);
    settle();
    assertNothingWasMade();
  }

  @Test
  void a_call_whose_result_the_application_has_completed_is_never_made() throws Exception {
    CompletableFuture<Object> result = new CompletableFuture<>();
    HeldCall held = held();
    held.begin(request.call("start"), request.failed());
    held.giveUpWith(result);
    result.cancel(false);
    settle();
    assertNothingWasMade();
  }

  @Test
  void a_call_that_is_held_for_longer_than_its_time_fails_and_is_never_made() throws Exception {
    Exception reason = new IOException("the time is over");
    HeldCall held = held();
    held.begin(request.call("start"), request.failed());
    held.endAfter(1, reason);
    assertThat(request.failed.get(20, SECONDS)).isSameAs(reason);
    settle();
    assertNothingWasMade();
  }

  @Test
  void a_call_that_was_made_in_time_does_not_fail_later() throws Exception {
    HeldCall held = held();
    held.begin(request.call("start"), request.failed());
    held.endAfter(60_000, new IOException("the time is over"));
    assertThat(HeldCalls.ALL.later()).isEqualTo(1);
    settle();
    request.made.get(20, SECONDS);
    assertThat(HeldCalls.ALL.later()).isZero();

    held.endAfter(60_000, new IOException("the time is over"));
    assertThat(HeldCalls.ALL.later()).isZero();
  }

  @Test
  void its_threads_take_nothing_from_the_applications_thread() throws Exception {
    InheritableThreadLocal<String> user = new InheritableThreadLocal<>();
    ThreadGroup application = new ThreadGroup("application");
    FutureTask<Void> call =
        new FutureTask<>(
            () -> {
              user.set("the user of a request");
              HeldCall held = held();
              held.begin(request.call("start"), request.failed());
              held.endAfter(1, new IOException("the time is over"));
              return null;
            });
    request.local = user;
    new Thread(application, call).start();
    call.get(20, SECONDS);

    request.failed.get(20, SECONDS);
    assertThat(request.failedOn.getThreadGroup().getParent()).isNull();
    assertThat(request.seen).isNull();
  }

  @Test
  void a_call_that_fails_fails_the_request() throws Exception {
    request.failure = new IOException("no connection");
    held().begin(request.call("start"), request.failed());
    settle();
    assertThat(request.failed.get(20, SECONDS)).isSameAs(request.failure);
  }

  @Test
  void calls_are_made_in_order_and_one_that_blocks_stops_no_other() throws Exception {
    List<Started> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Started one = new Started();
      all.add(one);
      HeldCall held = HeldCall.of(target(), one, null);
      assertThat(held).isNotNull();
      held.begin(one.call("startAndBlock"), one.failed());
    }
    settle();
    for (Started one : all) {
      one.made.get(20, SECONDS);
      assertThat(one.blocked.getCount()).isEqualTo(1);
    }
    all.forEach(one -> one.blocked.countDown());
  }

  private void assertNothingWasMade() throws Exception {
    assertNextCallIsMade();
    assertThat(request.made).isNotDone();
  }

  /** What is held next has its turn after all that was settled before. */
  private void assertNextCallIsMade() throws Exception {
    deferred.clear();
    Started next = new Started();
    HeldCall held = HeldCall.of(target(), next, null);
    assertThat(held).isNotNull();
    held.begin(next.call("start"), next.failed());
    settle();
    next.made.get(20, SECONDS);
  }

  private void settle() {
    deferred.forEach(Runnable::run);
  }

  private HeldCall held() {
    HeldCall held = HeldCall.of(target(), request, null);
    assertThat(held).isNotNull();
    return held;
  }

  private static TargetedRequest target() {
    TargetedRequest target = AuthorizationBridge.find("https", "target.example", 443, "/");
    assertThat(target).isNotNull();
    return target;
  }
}
