package io.foundryidentity.agent.dist.program;

import java.net.MalformedURLException;
import java.util.Set;

/** Hides from its own classes what it shows to all others, as Felix does by default. */
public final class PolitelyHidingLoader extends HidingLoader {

  private static final StackWalker CALLERS =
      StackWalker.getInstance(Set.of(StackWalker.Option.RETAIN_CLASS_REFERENCE));

  /**
   * @param classPath separated as the platform does
   */
  public PolitelyHidingLoader(String classPath) throws MalformedURLException {
    super(classPath);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    return name.startsWith("io.foundryidentity.agent.bootstrap.") && !isAskedByItsOwn()
        ? Class.forName(name, false, null)
        : super.loadClass(name, resolve);
  }

  private boolean isAskedByItsOwn() {
    return CALLERS.walk(
        frames ->
            frames
                .<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                .filter(type -> type != Class.class && !ClassLoader.class.isAssignableFrom(type))
                .findFirst()
                .map(type -> type.getClassLoader() == this)
                .orElse(false));
  }
}
