package io.foundryidentity.agent.instrumentation.support;

import java.io.IOException;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;
import net.bytebuddy.utility.OpenedClassReader;

/**
 * Reads advice as if it had been compiled against another client, by {@link Renames} of the classes
 * that it refers to.
 */
final class RenamedAdviceLocator implements ClassFileLocator {

  private final ClassFileLocator advice;
  private final Renames renames;

  private RenamedAdviceLocator(ClassFileLocator advice, Renames renames) {
    this.advice = advice;
    this.renames = renames;
  }

  /** The locator itself where nothing has another name. */
  static ClassFileLocator of(ClassFileLocator advice, Renames renames) {
    return renames.isEmpty() ? advice : new RenamedAdviceLocator(advice, renames);
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
                  public String map(String internalName) {
                    return renames.rename(internalName);
                  }

                  /** Fields are known by an annotation's value. */
                  @Override
                  public Object mapValue(Object value) {
                    return value instanceof String
                        ? renames.renameField((String) value)
                        : super.mapValue(value);
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
