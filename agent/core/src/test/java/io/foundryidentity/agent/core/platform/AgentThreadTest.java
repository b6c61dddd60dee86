package io.foundryidentity.agent.core.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AgentThreadTest {

  @Test
  void it_is_a_daemon_in_the_root_group_whoever_makes_it() throws Exception {
    ThreadGroup application = new ThreadGroup("application");

    Thread made = madeBy(new ThreadGroup(application, "part of it"));

    assertThat(made.getThreadGroup().getParent()).isNull();
    assertThat(made.isDaemon()).isTrue();
    assertThat(made.getPriority()).isEqualTo(Thread.NORM_PRIORITY);
    assertThat(application.activeCount()).isZero();
  }

  @Test
  void it_has_the_agents_class_loader() throws Exception {
    assertThat(madeBy(new ThreadGroup("application")).getContextClassLoader())
        .isSameAs(AgentThread.class.getClassLoader());
  }

  @Test
  void inheritable_locals_are_not_even_asked_for_a_childs_value() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    InheritableThreadLocal<String> user =
        new InheritableThreadLocal<>() {
          @Override
          protected String childValue(String parents) {
            asked.incrementAndGet();
            return parents;
          }
        };
    user.set("the application's user");
    try {
      FutureTask<String> seen = new FutureTask<>(user::get);
      AgentThread.daemon(seen, "test").start();

      assertThat(seen.get()).isNull();
      assertThat(asked).hasValue(0);
    } finally {
      user.remove();
    }
  }

  @Test
  void what_it_throws_does_not_reach_the_applications_handler() throws Exception {
    AtomicInteger told = new AtomicInteger();
    Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> told.incrementAndGet());
    try {
      Thread thread =
          AgentThread.daemon(
              () -> {
                throw new IllegalStateException("on purpose");
              },
              "test");
      thread.start();
      thread.join();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(before);
    }
    assertThat(told).hasValue(0);
  }

  /** One that was made, and not started, by an application's thread of that group. */
  private static Thread madeBy(ThreadGroup group) throws Exception {
    FutureTask<Thread> make = new FutureTask<>(() -> AgentThread.daemon(() -> {}, "test"));
    Thread maker = new Thread(group, make, "application");
    maker.setContextClassLoader(new ClassLoader("application", null) {});
    maker.setPriority(Thread.MIN_PRIORITY);
    maker.start();
    Thread made = make.get();
    maker.join();
    return made;
  }
}
