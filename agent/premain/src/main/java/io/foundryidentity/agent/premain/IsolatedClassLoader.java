package io.foundryidentity.agent.premain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.security.AccessController;
import java.security.AllPermission;
import java.security.CodeSource;
import java.security.Permissions;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;

/**
 * Loads the agent's own classes and libraries from {@code inst/}, where no other loader finds them.
 *
 * <p>All classes are there in one {@link NestedZip}, where no other loader sees them. What is read
 * before {@code main} has entries of its own. This loader searches there first, and then in the
 * platform: so it does not use a library that the application has put on the bootstrap class path.
 * Nothing is unpacked to disk. Under a security manager, files are read with the agent's own
 * permissions, whichever caller loads the class.
 */
final class IsolatedClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String ROOT = "inst/";
  private static final String CLASSES = ROOT + "classes.zip";
  private static final String FIRST = "first.classes";
  private static final String BRIDGE = "bridge.classes";
  private static final int LARGEST_READ = 8192;

  /** Stays open, so that this JVM keeps its jar when a newer one replaces the file. */
  private final JarFile jar;

  private final FirstClasses first;
  private final @Nullable FirstClasses bridge;
  private volatile @Nullable NestedZip classes;
  private final ProtectionDomain domain;

  /**
   * @param withBridge true for a command: nothing is defined in the bootstrap loader there, so this
   *     loader loads the bridge's package too
   */
  IsolatedClassLoader(JarFile jar, boolean withBridge)
      throws IOException, ReflectiveOperationException {
    super(parent(ClassLoader.getSystemClassLoader()));
    this.jar = jar;
    this.first = new FirstClasses(needed(FIRST));
    this.bridge = withBridge ? new FirstClasses(needed(BRIDGE)) : null;
    Permissions all = new Permissions();
    all.add(new AllPermission());
    this.domain = new ProtectionDomain(new CodeSource(null, (Certificate[]) null), all, this, null);
  }

  private static @Nullable ClassLoader parent(ClassLoader system)
      throws ReflectiveOperationException {
    // The JDK's own, in almost every JVM; its name is not the same in all versions
    return system.getClass().getName().endsWith("$AppClassLoader")
        ? system.getParent()
        : PlatformLoader.find(system);
  }

  /**
   * The content of an entry that every JVM with the agent needs.
   *
   * @throws IOException also if there is none
   */
  byte[] needed(String name) throws IOException {
    byte @Nullable [] bytes = read(name);
    if (bytes == null) {
      throw new IOException("the agent's jar has no " + name);
    }
    return bytes;
  }

  /** For an agent that is not configured: closes the jar; no class can be loaded afterwards. */
  void close() throws IOException {
    jar.close();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith("java.")) {
      return ofThePlatform(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = defined(name);
      }
      return loaded == null ? super.loadClass(name, resolve) : loaded;
    }
  }

  /**
   * Asks the JVM first: delegation to the parents takes a lock object and a dozen calls for each of
   * the hundred JDK classes that are needed before {@code main}.
   */
  private Class<?> ofThePlatform(String name, boolean resolve) throws ClassNotFoundException {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException | SecurityException notInTheBootstrapLoader) {
      return super.loadClass(name, resolve);
    }
  }

  private @Nullable Class<?> defined(String name) throws ClassNotFoundException {
    byte[] classFile = first.take(name);
    if (classFile == null && bridge != null) {
      classFile = bridge.take(name);
    }
    try {
      if (classFile == null) {
        classFile = read(name.replace('.', '/') + ".class");
      }
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
    if (classFile == null) {
      return null;
    }
    int dot = name.lastIndexOf('.');
    if (dot > 0 && getPackage(name.substring(0, dot)) == null) {
      try {
        definePackage(name.substring(0, dot), null, null, null, null, null, null, null);
      } catch (IllegalArgumentException anotherThreadWasFirst) {
        // Then it is defined, which is all that was wanted.
      }
    }
    return defineClass(name, classFile, 0, classFile.length, domain);
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  protected @Nullable URL findResource(String name) {
    try {
      return entry(name) != null || classes().contains(name)
          ? new IsolatedResources(this).url(name)
          : null;
    } catch (IOException unreadable) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL own = findResource(name);
    return own == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(own));
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    try {
      InputStream own = open(name);
      return own == null ? super.getResourceAsStream(name) : own;
    } catch (IOException unreadable) {
      return null;
    }
  }

  /** Null if there is none. */
  @Nullable InputStream open(String name) throws IOException {
    ZipEntry own = entry(name);
    if (own != null) {
      return stream(own);
    }
    byte[] ofClasses = classes().read(name);
    return ofClasses == null ? null : new ByteArrayInputStream(ofClasses);
  }

  private byte @Nullable [] read(String name) throws IOException {
    ZipEntry own = entry(name);
    if (own == null) {
      return classes().read(name);
    }
    byte[] bytes = new byte[(int) own.getSize()];
    try (InputStream in = stream(own)) {
      int length = 0;
      while (length < bytes.length) {
        int count = in.read(bytes, length, Math.min(bytes.length - length, LARGEST_READ));
        if (count < 0) {
          throw new IOException(name + " ends early");
        }
        length += count;
      }
    }
    return bytes;
  }

  /** The entry of what is read before {@code main}; null for a class or a library's resource. */
  private @Nullable ZipEntry entry(String name) {
    return name.indexOf('/') < 0 ? namedEntry(ROOT + name) : null;
  }

  private @Nullable ZipEntry namedEntry(final String entryName) {
    if (System.getSecurityManager() == null) {
      return jar.getEntry(entryName);
    }
    return AccessController.doPrivileged(
        new PrivilegedAction<ZipEntry>() {
          @Override
          public @Nullable ZipEntry run() {
            return jar.getEntry(entryName);
          }
        });
  }

  /** Created when it is needed, which is after the start of {@code main}; its class loads then. */
  private NestedZip classes() {
    NestedZip known = classes;
    if (known == null) {
      synchronized (first) {
        known = classes;
        if (known == null) {
          known = new NestedZip(jar, namedEntry(CLASSES), CLASSES);
          classes = known;
        }
      }
    }
    return known;
  }

  private InputStream stream(ZipEntry entry) throws IOException {
    // Reading from an open jar needs no permission; only opening it does.
    return jar.getInputStream(entry);
  }
}
