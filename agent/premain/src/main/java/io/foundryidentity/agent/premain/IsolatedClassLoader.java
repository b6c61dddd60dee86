package io.foundryidentity.agent.premain;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
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
 * Loads the agent's own classes and libraries out of {@code inst/}, where nobody else finds them.
 *
 * <p>The agent's classes lie there as {@code .classdata}, so no other loader takes them for
 * classes; the libraries lie there in one {@link NestedZip}. What lies there comes first and the
 * platform second: a library that the application puts on the bootstrap class path does not become
 * the agent's. Nothing is unpacked to disk. Under a security manager files are read with the
 * agent's own rights, whoever's call loads the class.
 */
final class IsolatedClassLoader extends ClassLoader {

  static {
    registerAsParallelCapable();
  }

  private static final String ROOT = "inst/";
  private static final String LIBRARIES = ROOT + "libraries.zip";
  private static final String FIRST = "first.classes";
  private static final String BRIDGE = "io/foundryidentity/agent/bootstrap/";
  private static final int LARGEST_READ = 8192;

  private final JarFile jar;
  private final boolean withBridge;

  /** Open from the start: whoever puts a newer jar in its place does not disturb this JVM. */
  private final RandomAccessFile file;

  private final FirstClasses first;
  private volatile @Nullable NestedZip libraries;
  private final ProtectionDomain domain;

  /**
   * @param withBridge for a command: nothing is appended to the bootstrap loader there, so the
   *     bridge's package is this loader's too
   */
  IsolatedClassLoader(JarFile jar, boolean withBridge) throws IOException {
    // The system loader's parent is the platform loader, or on Java 8 the extension loader.
    super(ClassLoader.getSystemClassLoader().getParent());
    this.jar = jar;
    this.withBridge = withBridge;
    this.file = new RandomAccessFile(jar.getName(), "r");
    this.first = firstClasses();
    Permissions all = new Permissions();
    all.add(new AllPermission());
    this.domain = new ProtectionDomain(new CodeSource(null, (Certificate[]) null), all, this, null);
  }

  private FirstClasses firstClasses() throws IOException {
    byte @Nullable [] bytes = read(FIRST);
    if (bytes == null) {
      throw new IOException("the agent's jar has no " + FIRST);
    }
    return new FirstClasses(bytes);
  }

  /** For an agent that turns out not to be wanted: loads nothing more and lets the jar go. */
  void close() throws IOException {
    file.close();
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
   * Asks the JVM first: the way through the parents takes a lock object and a dozen calls for each
   * of the hundred JDK classes that are named before {@code main}.
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
      return entry(name) != null || libraries().contains(name)
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

  /** Null where there is none. */
  @Nullable InputStream open(String name) throws IOException {
    ZipEntry own = entry(name);
    if (own != null) {
      return stream(own);
    }
    byte[] ofLibrary = libraries().read(name);
    return ofLibrary == null ? null : new ByteArrayInputStream(ofLibrary);
  }

  private byte @Nullable [] read(String name) throws IOException {
    ZipEntry own = entry(name);
    if (own == null) {
      return libraries().read(name);
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

  /** The agent's own entry; null for those of the libraries. */
  private @Nullable ZipEntry entry(String name) {
    final String entryName = entryName(name);
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

  /**
   * Made when it is needed, which is not before {@code main}: until then its class is not loaded.
   */
  private NestedZip libraries() {
    NestedZip known = libraries;
    if (known == null) {
      synchronized (file) {
        known = libraries;
        if (known == null) {
          known = new NestedZip(file, LIBRARIES);
          libraries = known;
        }
      }
    }
    return known;
  }

  private String entryName(String name) {
    if (!name.endsWith(".class")) {
      return ROOT + name;
    }
    return withBridge && name.startsWith(BRIDGE) ? name : ROOT + name + "data";
  }

  private InputStream stream(ZipEntry entry) throws IOException {
    // Reading from an open jar needs no permission; only opening it does.
    return jar.getInputStream(entry);
  }
}
