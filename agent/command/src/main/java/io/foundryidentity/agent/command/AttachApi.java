package io.foundryidentity.agent.command;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's attach API, called through reflection: not every Java has it, and on Java 8 it is in a
 * jar that is not on any class path.
 */
final class AttachApi implements JvmAccess {

  private static final String MACHINE = "com.sun.tools.attach.VirtualMachine";

  private final Class<?> type;

  private AttachApi(Class<?> type) {
    this.type = type;
  }

  /** Null if this Java does not have it. */
  static @Nullable AttachApi find() {
    Class<?> machine;
    try {
      machine = Class.forName(MACHINE, false, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException notThere) {
      machine = ofJava8();
    }
    return machine == null ? null : new AttachApi(machine);
  }

  private static @Nullable Class<?> ofJava8() {
    File tools = new File(System.getProperty("java.home"), "../lib/tools.jar");
    try {
      if (tools.exists()) {
        URL[] jar = {tools.toURI().toURL()};
        // For as long as the process lives
        return Class.forName(MACHINE, false, new URLClassLoader(jar));
      }
    } catch (ClassNotFoundException | MalformedURLException unusable) {
      // The same as none
    }
    return null;
  }

  /** The JVMs of this machine, with the names that they give themselves. */
  List<ListedJvm> list() throws RefusedException {
    List<ListedJvm> all = new ArrayList<>();
    Object descriptors = call(null, "list");
    if (descriptors instanceof List) {
      for (Object descriptor : (List<?>) descriptors) {
        String name = String.valueOf(call(descriptor, "displayName"));
        int space = name.indexOf(' ');
        all.add(
            new ListedJvm(
                String.valueOf(call(descriptor, "id")),
                space < 0 ? name : name.substring(0, space)));
      }
    }
    return all;
  }

  @Override
  public AttachedJvm attach(String pid) throws RefusedException {
    return new Machine(pid, call(null, "attach", pid));
  }

  private @Nullable Object call(@Nullable Object on, String method, Object... arguments)
      throws RefusedException {
    try {
      Class<?>[] types = new Class<?>[arguments.length];
      Arrays.fill(types, String.class);
      Class<?> declaring = on == null || type.isInstance(on) ? type : publicType(on.getClass());
      Method found = declaring.getMethod(method, types);
      return found.invoke(on, arguments);
    } catch (InvocationTargetException failure) {
      if (AttachFailure.isNone(failure.getCause())) {
        return null;
      }
      throw new RefusedException(AttachFailure.inWords(failure.getCause()));
    } catch (ReflectiveOperationException unknown) {
      throw new RefusedException("this Java's attach API is unknown: " + unknown);
    }
  }

  /** The class of a descriptor may not be public; its parent is. */
  private static Class<?> publicType(Class<?> hidden) {
    Class<?> type = hidden;
    while (!type.getName().startsWith("com.sun.tools.attach.")) {
      Class<?> parent = type.getSuperclass();
      if (parent == null) {
        return hidden;
      }
      type = parent;
    }
    return type;
  }

  /** A JVM behind the JDK's own object. */
  private final class Machine implements AttachedJvm {
    private final String pid;
    private final @Nullable Object machine;

    Machine(String pid, @Nullable Object machine) {
      this.pid = pid;
      this.machine = machine;
    }

    @Override
    public String pid() {
      return pid;
    }

    @Override
    public Properties systemProperties() throws RefusedException {
      Object properties = call(machine, "getSystemProperties");
      return properties instanceof Properties ? (Properties) properties : new Properties();
    }

    @Override
    public void loadAgent(String jar, String arguments) throws RefusedException {
      call(machine, "loadAgent", jar, arguments);
    }

    @Override
    public void close() {
      try {
        call(machine, "detach");
      } catch (RefusedException gone) {
        // Then it is detached
      }
    }
  }
}
