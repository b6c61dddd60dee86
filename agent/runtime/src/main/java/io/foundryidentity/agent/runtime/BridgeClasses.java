package io.foundryidentity.agent.runtime;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Defines the bridge's classes in the bootstrap loader, one by one.
 *
 * <p>The usual way is to append a jar to the bootstrap loader's search. From Java 21 on, this
 * switches class data sharing off for every class of the application, and the JVM prints a line
 * about it. A class that is defined here is in the same loader, and the archives stay in use. The
 * loader's own definition of a class is in an internal class of the JDK, which a module can be
 * given access to: only the isolated loader's module gets it, and no class of the application.
 *
 * <p>A JVM that does not allow this gets the classes in a {@link BridgeJar}.
 */
final class BridgeClasses {

  /** The build writes it: the classes in an order in which each comes after its supertypes. */
  static final String ENTRY = "bridge.classes";

  private static final String INTERNAL = "jdk.internal.misc";

  private BridgeClasses() {}

  /**
   * Returns why the classes had to be appended; null if they were defined.
   *
   * @throws IOException if neither is possible
   */
  static @Nullable Throwable define(Instrumentation instrumentation) throws IOException {
    Map<String, byte[]> classFiles = read();
    try {
      define(classFiles, definer(instrumentation));
      return null;
    } catch (ReflectiveOperationException | RuntimeException | LinkageError refused) {
      try {
        BridgeJar.append(classFiles, instrumentation, System.getProperty("java.io.tmpdir", "."));
      } catch (IOException | RuntimeException noJar) {
        noJar.addSuppressed(refused);
        throw noJar;
      }
      return refused;
    }
  }

  private static void define(Map<String, byte[]> classFiles, Definer definer)
      throws ReflectiveOperationException {
    for (Map.Entry<String, byte[]> each : classFiles.entrySet()) {
      if (!isDefined(each.getKey())) {
        definer.define(each.getKey(), each.getValue());
      }
    }
  }

  /** The agent's jar can be on the bootstrap class path, too. */
  private static boolean isDefined(String name) {
    try {
      Class.forName(name, false, null);
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  private interface Definer {
    void define(String name, byte[] classFile) throws ReflectiveOperationException;
  }

  /** By {@code sun.misc.Unsafe} on Java 8, and by its internal successor from Java 9 on. */
  private static Definer definer(Instrumentation instrumentation)
      throws ReflectiveOperationException {
    Object unsafe;
    try {
      Method getModule = Class.class.getMethod("getModule");
      export(instrumentation, getModule);
      unsafe = Class.forName(INTERNAL + ".Unsafe").getMethod("getUnsafe").invoke(null);
    } catch (NoSuchMethodException java8) {
      Field only = Class.forName("sun.misc.Unsafe").getDeclaredField("theUnsafe");
      only.setAccessible(true);
      unsafe = only.get(null);
    }
    Object defining = unsafe;
    Method defineClass =
        unsafe
            .getClass()
            .getMethod(
                "defineClass",
                String.class,
                byte[].class,
                int.class,
                int.class,
                ClassLoader.class,
                ProtectionDomain.class);
    return (name, bytes) ->
        defineClass.invoke(defining, name.replace('.', '/'), bytes, 0, bytes.length, null, null);
  }

  private static void export(Instrumentation instrumentation, Method getModule)
      throws ReflectiveOperationException {
    Set<?> isolated = Collections.singleton(getModule.invoke(BridgeClasses.class));
    Instrumentation.class
        .getMethod(
            "redefineModule",
            getModule.getReturnType(),
            Set.class,
            Map.class,
            Map.class,
            Set.class,
            Map.class)
        .invoke(
            instrumentation,
            getModule.invoke(Object.class),
            Collections.emptySet(),
            Collections.singletonMap(INTERNAL, isolated),
            Collections.emptyMap(),
            Collections.emptySet(),
            Collections.emptyMap());
  }

  /** The class files by name with dots, in the entry's order. */
  static Map<String, byte[]> read() throws IOException {
    InputStream entry = BridgeClasses.class.getClassLoader().getResourceAsStream(ENTRY);
    if (entry == null) {
      throw new IOException("the agent's jar has no " + ENTRY);
    }
    Map<String, byte[]> classFiles = new LinkedHashMap<>();
    try (DataInputStream in = new DataInputStream(entry)) {
      for (int first = in.read(); first >= 0; first = in.read()) {
        byte[] name = new byte[first << 8 | in.readUnsignedByte()];
        in.readFully(name);
        byte[] classFile = new byte[in.readInt()];
        in.readFully(classFile);
        classFiles.put(new String(name, StandardCharsets.US_ASCII), classFile);
      }
    }
    return classFiles;
  }
}
