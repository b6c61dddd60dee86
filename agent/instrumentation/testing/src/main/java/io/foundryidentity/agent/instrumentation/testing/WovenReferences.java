package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the client under test has everything that advice calls. Advice may have been compiled
 * against an older version, or against another client whose names were replaced: the compiler then
 * does not report a missing method, or an interface that is a class there.
 */
public final class WovenReferences {

  private WovenReferences() {}

  /**
   * Methods that an instrumentation's advice calls and that do not exist; empty if there are none.
   */
  public static Set<String> unresolved(ClientInstrumentation client) throws IOException {
    ClassLoader loader = client.getClass().getClassLoader();
    ClientTransformer transformer =
        new ClientTransformer(
            List.of(client), new BridgeVisibility(InstrumentedJvm.instrumentation()), () -> {});
    Set<String> unresolved = new TreeSet<>();
    for (JoinPoint joinPoint : client.joinPoints()) {
      byte[] original = classFile(loader, joinPoint.type());
      if (original == null) {
        continue; // A part of the client that not every version has
      }
      byte[] woven = transformer.transform(loader, joinPoint.type(), null, null, original);
      if (woven == null) {
        unresolved.add(joinPoint.type());
        continue;
      }
      Set<String> called = calls(woven);
      called.removeAll(calls(original));
      called.removeIf(call -> isThere(call, loader));
      unresolved.addAll(called);
    }
    return unresolved;
  }

  private static byte @Nullable [] classFile(ClassLoader loader, String type) throws IOException {
    try (InputStream in = loader.getResourceAsStream(type + ".class")) {
      return in == null ? null : in.readAllBytes();
    }
  }

  private static Set<String> calls(byte[] classFile) {
    Set<String> calls = new TreeSet<>();
    new ClassReader(classFile)
        .accept(
            new ClassVisitor(OpenedClassReader.ASM_API) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  @Nullable String signature,
                  String @Nullable [] exceptions) {
                return new MethodVisitor(OpenedClassReader.ASM_API) {
                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String name, String descriptor, boolean itf) {
                    // A handle's own methods take any arguments; what it refers to is a constant
                    if (!owner.equals("java/lang/invoke/MethodHandle")) {
                      calls.add(owner + ' ' + name + descriptor + ' ' + itf);
                    }
                  }

                  @Override
                  public void visitLdcInsn(Object value) {
                    if (value instanceof Handle handle) {
                      calls.add(
                          handle.getOwner()
                              + ' '
                              + handle.getName()
                              + handle.getDesc()
                              + ' '
                              + handle.isInterface());
                    }
                  }
                };
              }
            },
            0);
    return calls;
  }

  private static boolean isThere(String call, ClassLoader loader) {
    String[] parts = call.split(" ", 3);
    try {
      Class<?> owner = Class.forName(parts[0].replace('/', '.'), false, loader);
      return owner.isInterface() == Boolean.parseBoolean(parts[2]) && has(owner, parts[1]);
    } catch (ClassNotFoundException | LinkageError missing) {
      return false;
    }
  }

  private static boolean has(Class<?> owner, String wanted) {
    for (Method method : owner.getDeclaredMethods()) {
      if (wanted.equals(method.getName() + Type.getMethodDescriptor(method))) {
        return true;
      }
    }
    for (Constructor<?> constructor : owner.getDeclaredConstructors()) {
      if (wanted.equals("<init>" + Type.getConstructorDescriptor(constructor))) {
        return true;
      }
    }
    for (Class<?> each : owner.getInterfaces()) {
      if (has(each, wanted)) {
        return true;
      }
    }
    Class<?> parent = owner.isInterface() ? Object.class : owner.getSuperclass();
    return parent != null && has(parent, wanted);
  }
}
