package io.foundryidentity.agent.premain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Proxy;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FirstHitTest {

  private static final String JOIN_POINT = FirstHitTest.class.getName().replace('.', '/');
  private static final byte[] WOVEN = {1};

  private final List<Class<?>> retransformed = new CopyOnWriteArrayList<>();
  private final CountDownLatch installed = new CountDownLatch(1);
  private Retransformation whenRetransformed = type -> {};

  @Test
  void what_was_loaded_before_is_retransformed() throws Exception {
    hit(unused -> transformer(), List.of(String.class, FirstHitTest.class)).catchUpNow();

    assertThat(retransformed).containsExactly(FirstHitTest.class);
  }

  @Test
  void what_loads_while_the_agent_comes_in_is_retransformed_before_main_begins() throws Exception {
    List<Class<?>> loaded = new CopyOnWriteArrayList<>(List.of(FirstHitTest.class));
    FirstHit hit =
        hit(
            unused -> {
              loaded.add(Second.class);
              return transformer();
            },
            loaded);
    whenRetransformed = type -> transform(hit, JOIN_POINT);

    hit.catchUpNow();

    assertThat(retransformed).contains(FirstHitTest.class, Second.class);
  }

  @Test
  void main_does_not_begin_while_another_thread_retransforms() throws Exception {
    FirstHit hit = hit(unused -> transformer(), List.of(FirstHitTest.class));
    CountDownLatch half = new CountDownLatch(1);
    CountDownLatch finish = new CountDownLatch(1);
    whenRetransformed =
        type -> {
          transform(hit, JOIN_POINT);
          half.countDown();
          finish.await();
        };
    Thread other = started(hit::catchUpNow);
    half.await();
    Thread premain = started(hit::catchUpNow);

    try {
      while (premain.getState() != Thread.State.BLOCKED) {
        assertThat(premain.getState()).isNotEqualTo(Thread.State.TERMINATED);
        Thread.onSpinWait();
      }
    } finally {
      finish.countDown();
    }
    other.join();
    premain.join();
    assertThat(retransformed).containsOnly(FirstHitTest.class);
  }

  private static Thread started(Runnable task) {
    Thread thread = new Thread(task);
    thread.start();
    return thread;
  }

  @Test
  void a_jvm_that_is_ending_has_no_classes_to_look_at() throws Exception {
    FirstHit hit = hit(unused -> transformer(), null);

    assertThatCode(hit::catchUpNow).doesNotThrowAnyException();
    assertThat(retransformed).isEmpty();
  }

  @Test
  void a_join_point_that_loads_while_the_agent_comes_in_on_the_same_thread_is_left_alone()
      throws Exception {
    AtomicReference<FirstHit> hit = new AtomicReference<>();
    List<byte[]> within = new ArrayList<>();
    hit.set(
        hit(
            unused -> {
              within.add(transform(hit.get(), JOIN_POINT));
              return transformer();
            },
            List.of()));

    assertThat(transform(hit.get(), JOIN_POINT)).isEqualTo(WOVEN);
    assertThat(within).containsExactly((byte[]) null);
  }

  @Test
  void at_startup_none_of_the_agents_own_threads_is_needed_before_the_agent_is_installed()
      throws Exception {
    CountDownLatch installed = new CountDownLatch(1);

    hit(
            unused -> {
              installed.countDown();
              return transformer();
            },
            List.of())
        .hitNow();

    installed.await();
  }

  private static byte[] transform(FirstHit hit, String className) {
    return hit.transform(null, className, null, null, new byte[0]);
  }

  private static ClassFileTransformer transformer() {
    return new ClassFileTransformer() {
      @Override
      public byte[] transform(
          ClassLoader loader,
          String className,
          Class<?> redefined,
          ProtectionDomain domain,
          byte[] classFile) {
        return WOVEN;
      }
    };
  }

  private FirstHit hit(
      Function<Instrumentation, ClassFileTransformer> runtime, @Nullable List<Class<?>> loaded)
      throws Exception {
    return new FirstHit(
        new JoinPointNames(Index.of(JOIN_POINT, JOIN_POINT + "$Second")),
        instrumentation -> {
          ClassFileTransformer transformer = runtime.apply(instrumentation);
          installed.countDown();
          return transformer;
        },
        this::startAgentThread,
        instrumentation(loaded));
  }

  /** The agent's threads need a class of the bridge, which the runtime defines. */
  private void startAgentThread(Runnable task) {
    assertThat(installed.getCount()).isZero();
    new Thread(task).start();
  }

  private Instrumentation instrumentation(@Nullable List<Class<?>> loaded) {
    return (Instrumentation)
        Proxy.newProxyInstance(
            FirstHitTest.class.getClassLoader(),
            new Class<?>[] {Instrumentation.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "isRetransformClassesSupported":
                  return true;
                case "getAllLoadedClasses":
                  return loaded == null ? null : loaded.toArray(new Class<?>[0]);
                case "retransformClasses":
                  for (Class<?> type : (Class<?>[]) arguments[0]) {
                    whenRetransformed.call(type);
                    retransformed.add(type);
                  }
                  return null;
                default:
                  throw new UnsupportedOperationException(method.getName());
              }
            });
  }

  /** What the JVM does in it, besides the record. */
  private interface Retransformation {
    void call(Class<?> type) throws Exception;
  }

  /** Another class with a join point. */
  private static final class Second {}
}
