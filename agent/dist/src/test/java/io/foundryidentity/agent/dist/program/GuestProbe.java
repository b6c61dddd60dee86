package io.foundryidentity.agent.dist.program;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AccessControlContext;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/**
 * Makes a request on a thread that has much to inherit, and prints what the agent has of it.
 *
 * <p>Needs {@code --add-opens java.base/java.lang=ALL-UNNAMED}, and the same of java.security.
 */
public final class GuestProbe {

  private static final long LONGEST_WAIT_NANOS = 30_000_000_000L;

  private static final ConcurrentLinkedQueue<String> INHERITING = new ConcurrentLinkedQueue<>();

  private static final InheritableThreadLocal<String> USER =
      new InheritableThreadLocal<>() {
        @Override
        protected String childValue(String parents) {
          INHERITING.add(
              Stream.of(new Throwable().getStackTrace())
                  .map(StackTraceElement::getClassName)
                  .filter(name -> name.startsWith("io.foundryidentity.agent."))
                  .findFirst()
                  .orElse("the application"));
          return parents;
        }
      };

  private GuestProbe() {}

  /** Prints the status, then one line for each thread of the agent and for each open file. */
  public static void main(String[] urls) throws Exception {
    Thread application =
        new Thread(new ThreadGroup("application"), () -> request(urls[0]), "application");
    application.setContextClassLoader(new ClassLoader("application", null) {});
    application.setPriority(Thread.MIN_PRIORITY);
    application.start();
    application.join();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ClassLoader loader = thread.getContextClassLoader();
      ThreadGroup group = thread.getThreadGroup(); // Null if it has ended since
      if (group != null
          && (thread.getName().startsWith("foundry-identity")
              || (loader != null
                  && loader.getClass().getName().endsWith(".IsolatedClassLoader")))) {
        System.out.println("thread " + thread.getName() + ": " + describe(thread, group));
      }
    }
    awaitIdleAgent();
    INHERITING.forEach(creator -> System.out.println("inherited by a thread of " + creator));
    for (Path file : openFiles()) {
      System.out.println("open " + file);
    }
  }

  /** Waits until each of the agent's threads waits for work: none writes its log any more. */
  private static void awaitIdleAgent() {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < LONGEST_WAIT_NANOS
        && Thread.getAllStackTraces().entrySet().stream()
            .filter(each -> each.getKey().getName().startsWith("foundry-identity"))
            .anyMatch(each -> !waitsForWork(each.getValue()))) {
      Thread.onSpinWait();
    }
  }

  private static boolean waitsForWork(StackTraceElement[] stack) {
    return stack.length == 0 // It has ended since
        || Stream.of(stack)
            .anyMatch(
                frame ->
                    frame.getClassName().equals("java.util.concurrent.ThreadPoolExecutor")
                        && frame.getMethodName().equals("getTask"));
  }

  private static void request(String url) {
    USER.set("user");
    try {
      // Without a proxy: the JVM's may be what the test breaks
      URLConnection connection = new URL(url).openConnection(Proxy.NO_PROXY);
      try (InputStream body = connection.getInputStream()) {
        body.readAllBytes();
      }
      System.out.println("answered");
    } catch (IOException failure) {
      System.out.println(failure);
    }
  }

  private static String describe(Thread thread, ThreadGroup group) throws Exception {
    ClassLoader loader = thread.getContextClassLoader();
    return "group "
        + group.getName()
        + ", daemon "
        + thread.isDaemon()
        + ", priority "
        + thread.getPriority()
        + ", loader "
        + loader.getClass().getSimpleName()
        + " below "
        + (loader.getParent() == ClassLoader.getPlatformClassLoader() ? "platform" : "another")
        + ", callers "
        + callers(thread);
  }

  /** How many of the application's classes its access control context names. */
  private static long callers(Thread thread) throws Exception {
    Field inherited = Thread.class.getDeclaredField("inheritedAccessControlContext");
    inherited.setAccessible(true);
    Object context = inherited.get(thread);
    if (context == null) {
      return 0;
    }
    Field domains = AccessControlContext.class.getDeclaredField("context");
    domains.setAccessible(true);
    ProtectionDomain[] all = (ProtectionDomain[]) domains.get(context);
    return all == null
        ? 0
        : Stream.of(all)
            .filter(domain -> domain.getClassLoader() == GuestProbe.class.getClassLoader())
            .count();
  }

  private static List<Path> openFiles() throws IOException {
    try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
      return handles.flatMap(GuestProbe::target).sorted().toList();
    }
  }

  private static Stream<Path> target(Path handle) {
    try {
      Path target = Files.readSymbolicLink(handle);
      String name = target.toString();
      return name.startsWith("socket:") && !isOfNetwork(name.replaceAll("\\D", ""))
          ? Stream.empty() // One of a pair, with which the JDK interrupts threads
          : Stream.of(target);
    } catch (IOException theListingItself) {
      return Stream.empty();
    }
  }

  private static boolean isOfNetwork(String inode) throws IOException {
    for (String kind : List.of("tcp", "tcp6", "udp", "udp6")) {
      Path sockets = Path.of("/proc/self/net", kind);
      if (Files.exists(sockets)
          && Files.readAllLines(sockets).stream()
              .anyMatch(line -> line.contains(" " + inode + " "))) {
        return true;
      }
    }
    return false;
  }

  /** A system class loader, as {@code -Djava.system.class.loader} names one. */
  public static final class SystemLoader extends URLClassLoader {

    public SystemLoader(ClassLoader parent) {
      super(new URL[0], parent);
    }

    /** The JVM calls it with the jar of an agent. */
    @SuppressWarnings("UnusedMethod")
    private void appendToClassPathForInstrumentation(String jar) throws IOException {
      addURL(Path.of(jar).toUri().toURL());
    }
  }

  /** Sets a proxy selector that answers with nonsense before the first request. */
  public static final class WithProxySelector {

    private WithProxySelector() {}

    public static void main(String[] urls) throws Exception {
      java.net.ProxySelector.setDefault(
          new java.net.ProxySelector() {
            @Override
            public List<Proxy> select(URI uri) {
              return java.util.Arrays.asList((Proxy) null);
            }

            @Override
            public void connectFailed(URI uri, java.net.SocketAddress address, IOException why) {
              throw new IllegalStateException("an application's mistake");
            }
          });
      GuestProbe.main(urls);
    }
  }
}
