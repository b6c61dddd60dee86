package io.foundryidentity.agent.instrumentation.support;

import java.io.IOException;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads advice as if it had been compiled against a shaded copy of its client.
 *
 * <p>Whoever shades {@code okhttp3} to {@code acme/okhttp3} renames every reference to it; here the
 * same is done to the advice's own references. What moved is the client's top package.
 */
final class ShadedAdviceLocator implements ClassFileLocator {

  private final ClassFileLocator advice;
  private final String root;
  private final String prefix;

  ShadedAdviceLocator(ClassFileLocator advice, String originalType, String prefix) {
    this.advice = advice;
    this.root = root(originalType);
    this.prefix = prefix;
  }

  /** {@code okhttp3/} of okhttp3/internal/x; of a name under a top-level domain, two packages. */
  private static String root(String type) {
    int first = type.indexOf('/');
    String domain = type.substring(0, first);
    boolean topLevel = domain.equals("com") || domain.equals("org") || domain.equals("io");
    return type.substring(0, (topLevel ? type.indexOf('/', first + 1) : first) + 1);
  }

  @Override
  public Resolution locate(String name) throws IOException {
    Resolution original = advice.locate(name);
    if (!original.isResolved() || name.startsWith("java.")) {
      return original;
    }
    ClassWriter writer = new ClassWriter(0);
    new ClassReader(original.resolve())
        .accept(
            new ClassRemapper(
                writer,
                new Remapper(OpenedClassReader.ASM_API) {
                  @Override
                  public @Nullable String map(String internalName) {
                    return internalName.startsWith(root) ? prefix + internalName : internalName;
                  }
                }),
            0);
    return new Resolution.Explicit(writer.toByteArray());
  }

  @Override
  public void close() {
    // The advice's locator reads from the agent's own loader, which stays open.
  }
}
