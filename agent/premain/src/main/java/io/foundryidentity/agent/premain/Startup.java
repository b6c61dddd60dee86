package io.foundryidentity.agent.premain;

import java.io.File;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * What happens before {@code main}: read the configuration and register one transformer, no more.
 *
 * <p>This runs in every JVM with the flag, so it opens the jar once, loads the configuration reader
 * from it, and does not load Byte Buddy, azure-identity or the logger before a client's class
 * loads.
 */
final class Startup {

  /** In the isolated loader; this class can exchange only JDK types with it. */
  private static final String RUNTIME = "io.foundryidentity.agent.runtime.AgentRuntime";

  /** Installs the agent; null as long as the agent is inactive. */
  private static @Nullable Function<Instrumentation, ClassFileTransformer> started;

  private static @Nullable FirstHit firstHit;

  /** Why it is inactive, for the commands. */
  private static String lastSaid = "";

  private Startup() {}

  static synchronized void begin(
      @Nullable String arguments, Instrumentation instrumentation, boolean running)
      throws Exception {
    Inquiry inquiry = running ? Inquiry.in(arguments) : null;
    if (inquiry == null) {
      start(arguments, instrumentation);
    } else if (inquiry.isDone()) {
      inquiry.forget();
    } else {
      answer(inquiry, instrumentation);
    }
  }

  private static void start(@Nullable String arguments, Instrumentation instrumentation)
      throws Exception {
    if (started != null) {
      Notice.print("WARN", "the agent is already loaded in this JVM; this second one does nothing");
      return;
    }
    JarFile jar = new JarFile(agentJar(), false);
    IsolatedClassLoader isolated = new IsolatedClassLoader(jar, false);
    @Nullable Object[] answer = configured(isolated, arguments);
    Function<Instrumentation, ClassFileTransformer> runtime = installer(answer[0]);
    System.setProperty(Inquiry.MARK, runtime == null ? "inactive" : "active");
    if (runtime == null) {
      // Not configured, or wrongly: that was said on stderr, and a later attach may bring
      // arguments.
      lastSaid = said(isolated);
      isolated.close();
      return;
    }
    started = runtime;
    JoinPointNames names =
        new JoinPointNames(isolated.needed(JoinPointNames.INDEX), (String[]) answer[1]);
    FirstHit waiting = new FirstHit(names, runtime, (Executor) runtime, instrumentation);
    firstHit = waiting;
    instrumentation.addTransformer(waiting, instrumentation.isRetransformClassesSupported());
    // Main must not begin, and an attach must not return, before loaded clients are instrumented
    waiting.catchUpNow();
    if (Boolean.TRUE.equals(answer[2])) {
      waiting.hitNow();
    }
  }

  /** A failure is reported in the answer, and then on this JVM's stderr. */
  private static void answer(Inquiry inquiry, Instrumentation instrumentation) throws Exception {
    String version = "";
    try {
      version = version();
      boolean before = started != null;
      if (inquiry.isAttach() && !before) {
        start(inquiry.more(), instrumentation);
      }
      answer(inquiry, inquiry.question(), version, before);
      inquiry.keepFor(version);
    } catch (Throwable failure) {
      inquiry.answer("failed", version, Notice.of(failure));
      throw failure;
    }
  }

  /** Renews the answer, if it has not been removed; returns false if it has. */
  static synchronized boolean answerAgain(Inquiry inquiry, String version) throws Exception {
    if (!inquiry.isWaitedFor()) {
      return false;
    }
    answer(inquiry, inquiry.format(), version, true);
    return true;
  }

  private static void answer(Inquiry inquiry, String question, String version, boolean before)
      throws Exception {
    Object runtime = started;
    if (runtime == null) {
      String mark = System.getProperty(Inquiry.MARK);
      inquiry.answer(mark == null ? "absent" : "inactive", version, lastSaid);
      return;
    }
    String text = text(runtime, question, version);
    Throwable failure = firstHit == null ? null : firstHit.failure();
    if (failure != null) {
      inquiry.answer(
          "failed", version, "the agent could not come in: " + Notice.of(failure) + '\n' + text);
    } else {
      inquiry.answer(inquiry.isAttach() && before ? "already" : "active", version, text);
    }
  }

  private static String text(Object runtime, String question, String version) throws Exception {
    return (String)
        runtime
            .getClass()
            .getClassLoader()
            .loadClass(RUNTIME)
            .getMethod("answer", Object.class, String.class, String.class)
            .invoke(null, runtime, question, version);
  }

  private static String said(ClassLoader isolated) throws Exception {
    return (String) isolated.loadClass(RUNTIME).getMethod("said").invoke(null);
  }

  private static String version() throws Exception {
    try (JarFile jar = new JarFile(agentJar(), false)) {
      return String.valueOf(
          jar.getManifest().getMainAttributes().getValue("Implementation-Version"));
    }
  }

  /** The result of {@code AgentRuntime.configure}; see there. */
  private static @Nullable Object[] configured(ClassLoader isolated, @Nullable String arguments)
      throws Exception {
    @Nullable Object[] answer = new Object[4];
    // As the class loader has read it from the manifest, which is not read once more
    String version = Startup.class.getPackage().getImplementationVersion();
    answer[3] = version == null ? version() : version;
    isolated
        .loadClass(RUNTIME)
        .getMethod("configure", String.class, Object[].class)
        .invoke(null, arguments == null ? "" : arguments, answer);
    return answer;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Function<Instrumentation, ClassFileTransformer> installer(
      @Nullable Object answered) {
    return (Function<Instrumentation, ClassFileTransformer>) answered;
  }

  private static File agentJar() throws Exception {
    return new File(Startup.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
