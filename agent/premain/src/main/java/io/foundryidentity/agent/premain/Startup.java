package io.foundryidentity.agent.premain;

import java.io.File;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/**
 * What happens before {@code main}: read the configuration, register one transformer, no more.
 *
 * <p>Every JVM that is given the flag pays for this class, so it opens the jar once, loads the
 * configuration reader out of it and leaves Byte Buddy, azure-identity and the logger where they
 * are until a client's class is loaded.
 */
final class Startup {

  /** In the isolated loader; it and this class talk in JDK types, as they share no others. */
  private static final String RUNTIME = "io.foundryidentity.agent.runtime.AgentRuntime";

  private static boolean started;

  private Startup() {}

  static synchronized void begin(
      @Nullable String arguments, Instrumentation instrumentation, boolean running)
      throws Exception {
    if (started) {
      System.err.println(
          "foundry-identity: the agent is already loaded in this JVM; this second one does nothing");
      return;
    }
    JarFile jar = new JarFile(agentJar(), false);
    IsolatedClassLoader isolated = new IsolatedClassLoader(jar, false);
    Function<Instrumentation, ClassFileTransformer> runtime = configured(isolated, arguments);
    if (runtime == null) {
      // Not configured, or wrongly: that was said on stderr, and a later attach may bring
      // arguments.
      isolated.close();
      return;
    }
    started = true;
    JoinPointNames names = JoinPointNames.read(isolated, more(runtime));
    FirstHit firstHit = new FirstHit(names, jar, runtime, instrumentation);
    instrumentation.addTransformer(firstHit, instrumentation.isRetransformClassesSupported());
    if (running) {
      // Whoever attaches relies on it when the attach returns.
      firstHit.catchUp();
    } else {
      // Before main only another agent can have loaded a client: main need not wait for the look.
      firstHit.catchUpSoon();
    }
    if (runtime instanceof BooleanSupplier && ((BooleanSupplier) runtime).getAsBoolean()) {
      firstHit.hitNow();
    }
  }

  private static String[] more(Object runtime) {
    return runtime instanceof Supplier ? (String[]) ((Supplier<?>) runtime).get() : new String[0];
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Function<Instrumentation, ClassFileTransformer> configured(
      ClassLoader isolated, @Nullable String arguments) throws Exception {
    return (Function<Instrumentation, ClassFileTransformer>)
        isolated
            .loadClass(RUNTIME)
            .getMethod("configure", String.class)
            .invoke(null, arguments == null ? "" : arguments);
  }

  private static File agentJar() throws Exception {
    return new File(Startup.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
