package io.foundryidentity.agent.bootstrap;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.security.AccessController;
import java.security.PrivilegedAction;
import org.jspecify.annotations.Nullable;

/**
 * Makes daemon threads that take nothing from the thread that makes them.
 *
 * <p>That is often a thread of the application, inside a call of the application's. What a new
 * thread would take from it, and keep alive or act on:
 *
 * <ul>
 *   <li>its thread group: some programs wait for, interrupt or destroy all threads of a group;
 *   <li>its inheritable thread locals: the user of a request, a logging context, a class loader;
 *   <li>its context class loader, by which libraries find their parts;
 *   <li>its access control context, which holds the class loaders of all callers;
 *   <li>its priority.
 * </ul>
 *
 * <p>Public for the isolated side.
 */
public final class DetachedThread {

  private DetachedThread() {}

  /** A thread that is not started yet, without a context class loader. */
  public static Thread daemon(Runnable task, String name) {
    // Privileged, so that the access control context is this class's own
    return AccessController.doPrivileged(
        new PrivilegedAction<Thread>() {
          @Override
          @SuppressWarnings("ThreadPriorityCheck") // Else it would be the caller's
          public Thread run() {
            Thread thread = withoutLocals(root(), task, name);
            thread.setDaemon(true);
            thread.setPriority(Thread.NORM_PRIORITY);
            thread.setContextClassLoader(null);
            return thread;
          }
        });
  }

  /** The group above all others; threads in it do not die with an application's group. */
  private static ThreadGroup root() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = group.getParent(); parent != null; parent = group.getParent()) {
      group = parent;
    }
    return group;
  }

  private static Thread withoutLocals(ThreadGroup group, Runnable task, String name) {
    Constructor<Thread> constructor = constructorOfJdk9();
    if (constructor != null) {
      try {
        return constructor.newInstance(group, task, name, 0L, false);
      } catch (ReflectiveOperationException e) {
        return new Thread(group, task, name);
      }
    }
    return withLocalsPutAside(group, task, name);
  }

  private static @Nullable Constructor<Thread> constructorOfJdk9() {
    try {
      return Thread.class.getConstructor(
          ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class);
    } catch (NoSuchMethodException e) {
      return null;
    }
  }

  /** Java 8 has no such constructor, and no modules that would guard the field. */
  private static Thread withLocalsPutAside(ThreadGroup group, Runnable task, String name) {
    Thread caller = Thread.currentThread();
    Field field;
    Object locals;
    try {
      field = Thread.class.getDeclaredField("inheritableThreadLocals");
      field.setAccessible(true);
      locals = field.get(caller);
    } catch (ReflectiveOperationException | RuntimeException anotherJdk) {
      return new Thread(group, task, name);
    }
    set(field, caller, null);
    try {
      return new Thread(group, task, name);
    } finally {
      set(field, caller, locals);
    }
  }

  private static void set(Field field, Thread thread, @Nullable Object value) {
    try {
      field.set(thread, value);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible); // It was just read
    }
  }
}
