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
final class AttachApi {

  private static final String MACHINE = "com.sun.tools.attach.VirtualMachine";

  private final Class<?> type;

  private AttachApi(Class<?> type) {
    this.type = type;
  }

  /**
   * @throws RefusedException if this Java does not have it
   */
  static AttachApi find() throws RefusedException {
    try {
      return new AttachApi(Class.forName(MACHINE, false, ClassLoader.getSystemClassLoader()));
    } catch (ClassNotFoundException notThere) {
      return new AttachApi(ofJava8());
    }
  }

  private static Class<?> ofJava8() throws RefusedException {
    String home = System.getProperty("java.home");
    File tools = new File(home, "../lib/tools.jar");
    try {
      if (tools.exists()) {
        URL[] jar = {tools.toURI().toURL()};
        // For as long as the process lives
        return Class.forName(MACHINE, false, new URLClassLoader(jar));
      }
    } catch (ClassNotFoundException | MalformedURLException unusable) {
      // The same as none
    }
    throw new RefusedException(
        "this Java ("
            + home
            + ") cannot attach to other JVMs: it lacks the module jdk.attach, on Java 8 the"
            + " tools.jar of a JDK. Run this command with a JDK; it may be of another version than"
            + " the JVM that it attaches to");
  }

  /** The JVMs of this machine, with the names that they give themselves. */
  List<Listed> list() throws RefusedException {
    List<Listed> all = new ArrayList<>();
    Object descriptors = call(null, "list");
    if (descriptors instanceof List) {
      for (Object descriptor : (List<?>) descriptors) {
        all.add(
            new Listed(
                String.valueOf(call(descriptor, "id")),
                String.valueOf(call(descriptor, "displayName"))));
      }
    }
    return all;
  }

  Machine attach(String pid) throws RefusedException {
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
      throw new RefusedException("this Java's way of attaching is unknown: " + unknown);
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

  /** A JVM in a list. */
  static final class Listed {
    final String pid;
    final String name;

    Listed(String pid, String name) {
      this.pid = pid;
      this.name = name;
    }

    /** The main class or jar, without its arguments, which may be secrets. */
    String program() {
      int space = name.indexOf(' ');
      return space < 0 ? name : name.substring(0, space);
    }
  }

  /** A JVM that was attached to. */
  final class Machine implements AutoCloseable {
    final String pid;
    private final @Nullable Object machine;

    Machine(String pid, @Nullable Object machine) {
      this.pid = pid;
      this.machine = machine;
    }

    Properties systemProperties() throws RefusedException {
      Object properties = call(machine, "getSystemProperties");
      return properties instanceof Properties ? (Properties) properties : new Properties();
    }

    void loadAgent(String jar, String arguments) throws RefusedException {
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
