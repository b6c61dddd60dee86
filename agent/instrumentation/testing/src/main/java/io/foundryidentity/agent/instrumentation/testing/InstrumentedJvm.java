package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.instrumentation.support.BridgeVisibility;
import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientTransformer;
import io.foundryidentity.agent.instrumentation.support.JoinPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import net.bytebuddy.agent.ByteBuddyAgent;
import org.jspecify.annotations.Nullable;

/**
 * The test's own JVM, instrumented as the agent would do it: the bridge in the bootstrap loader,
 * one transformer for each client.
 */
public final class InstrumentedJvm {

  /** A resource of the bridge's module; naming a class of it would load that class. */
  private static final String BRIDGE =
      "io/foundryidentity/agent/bootstrap/AuthorizationBridge.class";

  private static final Set<String> INSTRUMENTED = new HashSet<>();
  private static final AtomicInteger EARLY_TYPES = new AtomicInteger();
  private static @Nullable Instrumentation instrumentation;

  private InstrumentedJvm() {}

  /** Once for each JVM, before anything loads a type of the bridge. */
  static synchronized void prepare() {
    if (instrumentation != null) {
      return;
    }
    Instrumentation installed = ByteBuddyAgent.install();
    try {
      installed.appendToBootstrapClassLoaderSearch(new JarFile(bridgeJar().toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    instrumentation = installed;
    if (AuthorizationBridge.class.getClassLoader() != null) {
      throw new IllegalStateException(
          "the bridge was loaded by "
              + AuthorizationBridge.class.getClassLoader()
              + " before it could be put into the bootstrap loader");
    }
  }

  /**
   * Instruments a client, once for each JVM; its classes that are already loaded are transformed
   * again.
   */
  public static synchronized void instrument(ClientInstrumentation client) {
    Instrumentation jvm = instrumentation();
    if (!INSTRUMENTED.add(client.getClass().getName())) {
      return;
    }
    jvm.addTransformer(
        new ClientTransformer(
            List.of(client), new BridgeVisibility(jvm), EARLY_TYPES::incrementAndGet),
        true);
    for (Class<?> loaded : jvm.getAllLoadedClasses()) {
      if (isJoinPoint(client, loaded)) {
        try {
          jvm.retransformClasses(loaded);
        } catch (UnmodifiableClassException e) {
          throw new IllegalStateException(loaded + " cannot be instrumented", e);
        }
      }
    }
  }

  /** How many early types of clients were seen so far. */
  public static int earlyTypesSeen() {
    return EARLY_TYPES.get();
  }

  /** The JVM's own, for tests of what an instrumentation does to a class. */
  public static synchronized Instrumentation instrumentation() {
    if (instrumentation == null) {
      throw new IllegalStateException(
          "JUnit has not opened a session with " + BridgeFirst.class.getName());
    }
    return instrumentation;
  }

  private static boolean isJoinPoint(ClientInstrumentation client, Class<?> loaded) {
    String name = loaded.getName().replace('.', '/');
    for (JoinPoint joinPoint : client.joinPoints()) {
      String type = joinPoint.type();
      if (name.equals(type) || name.endsWith("/" + type)) {
        return true;
      }
    }
    return false;
  }

  /** The module's jar, or one made of its classes if the build has not packed it yet. */
  private static Path bridgeJar() throws IOException {
    URL found = InstrumentedJvm.class.getClassLoader().getResource(BRIDGE);
    if (found == null) {
      throw new IllegalStateException("the bridge is not on the class path");
    }
    String location = found.toString();
    location = location.substring(0, location.length() - BRIDGE.length());
    try {
      if (location.startsWith("jar:")) {
        return Path.of(new URL(location.substring(4, location.length() - 2)).toURI());
      }
      return pack(Path.of(new URL(location).toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path pack(Path classes) throws IOException {
    Path jar = Files.createTempFile("bridge", ".jar");
    jar.toFile().deleteOnExit();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }
}
