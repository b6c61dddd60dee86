package io.foundryidentity.agent.instrumentation.support;

import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.pool.TypePool;

/**
 * Describes the bridge's types by their classes, and no other type.
 *
 * <p>Advice may have one as the type of a local or a parameter. The class file would have to be
 * found for that, which a client's loader that is neither the system loader nor below it does not
 * do: the bridge is in the bootstrap loader, and the agent's own loader has no file of it.
 */
final class BridgeTypes implements TypePool {

  @Override
  public Resolution describe(String name) {
    if (!name.startsWith(BridgeClasses.PACKAGE)) {
      return new Resolution.Illegal(name);
    }
    try {
      // By the agent's own loader, which asks the bootstrap loader: a security manager minds a null
      return new Resolution.Simple(
          TypeDescription.ForLoadedType.of(
              Class.forName(name, false, BridgeTypes.class.getClassLoader())));
    } catch (ClassNotFoundException none) {
      return new Resolution.Illegal(name);
    }
  }

  @Override
  public void clear() {
    // Keeps nothing
  }
}
