package io.foundryidentity.agent.instrumentation.support;

import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that a client's class loader can see the bridge before its classes call it.
 *
 * <p>Most loaders ask their parent and end at the bootstrap loader. Those of OSGi and JBoss Modules
 * do not: they know exactly which packages a bundle may see. Their system properties for exceptions
 * belong to the operator, so instead the {@code loadClass} of such a loader's own class is taught
 * that one package ({@link BridgeDelegationAdvice}). Only the loaders that hide the bridge and load
 * a client are touched, whatever their name.
 *
 * <p>Felix hides the package from the bundle's own classes and shows it to whoever else asks, such
 * as this class. So all of the bridge's classes are asked for and not one: what a loader has once
 * answered with, the JVM gives to the loader's own classes too, without asking it again.
 */
public final class BridgeVisibility {

  private static final long LONGEST_WAIT_MILLIS = 10_000;

  private final Instrumentation instrumentation;
  private final Map<ClassLoader, Boolean> seeing =
      Collections.synchronizedMap(new WeakHashMap<ClassLoader, Boolean>());

  public BridgeVisibility(Instrumentation instrumentation) {
    this.instrumentation = instrumentation;
  }

  Instrumentation instrumentation() {
    return instrumentation;
  }

  void ensure(@Nullable ClassLoader loader) throws UnexpectedShapeException {
    if (loader == null || seeing.containsKey(loader)) {
      return;
    }
    if (!sees(loader)) {
      delegate(loader);
      if (!sees(loader)) {
        throw new UnexpectedShapeException(
            "its class loader, a " + loader.getClass().getName() + ", hides the agent's bridge");
      }
    }
    seeing.put(loader, Boolean.TRUE);
  }

  private static boolean sees(ClassLoader loader) {
    try {
      for (String name : BridgeClasses.NAMES) {
        if (Class.forName(name, false, loader).getClassLoader() != null) {
          return false; // A stranger of the same name, where the bootstrap loader's is meant
        }
      }
      return true;
    } catch (ClassNotFoundException | LinkageError hidden) {
      return false;
    }
  }

  /**
   * On a thread of its own: this one is inside a transformer, and the JVM calls no transformer for
   * what a thread does there.
   */
  private void delegate(ClassLoader loader) throws UnexpectedShapeException {
    BridgeDelegation delegation = new BridgeDelegation(instrumentation, loader.getClass());
    Thread thread = new Thread(delegation, "foundry-identity-bridge");
    thread.setDaemon(true);
    thread.setContextClassLoader(BridgeVisibility.class.getClassLoader());
    thread.start();
    try {
      thread.join(LONGEST_WAIT_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new UnexpectedShapeException("the thread that loads it was interrupted");
    }
  }
}
