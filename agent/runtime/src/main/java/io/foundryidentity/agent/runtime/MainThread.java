package io.foundryidentity.agent.runtime;

/** Tells whether the JVM still runs agents' {@code premain} methods, or the application. */
final class MainThread {

  /** It runs all {@code premain} methods, and then {@code main}. */
  private static final long ID = 1;

  private MainThread() {}

  /** Whether no agent's {@code premain} runs; true also if the thread has ended. */
  @SuppressWarnings("deprecation") // getId: Java 8 has no other
  static boolean isPastPremain() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    for (ThreadGroup parent = root.getParent(); parent != null; parent = root.getParent()) {
      root = parent;
    }
    Thread[] threads = new Thread[root.activeCount() + 50];
    int count = root.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i].getId() == ID) {
        return isPastPremain(threads[i].getStackTrace());
      }
    }
    return true;
  }

  static boolean isPastPremain(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getClassName().equals("sun.instrument.InstrumentationImpl")
          && frame.getMethodName().equals("loadClassAndCallPremain")) {
        return false;
      }
    }
    return true;
  }
}
