package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.support.ClientPlaces;
import io.foundryidentity.agent.instrumentation.support.LiveWeaving;
import io.foundryidentity.agent.instrumentation.support.PreparedClassesWriter;
import io.foundryidentity.agent.instrumentation.support.UnexpectedShapeException;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Writes what Byte Buddy makes of the classes in the clients' jars; the build runs it.
 *
 * <p>A folder has one folder with jars for each version of a client. All clients are on, so the
 * entry says which of them had a join point in a class.
 */
public final class PreparedClassesEntry {

  static final String ENTRY = "prepared.classes";

  private static final String CLASS = ".class";

  private final ClientPlaces places;
  private final LiveWeaving weaving;
  private final PreparedClassesWriter writer = new PreparedClassesWriter();

  private PreparedClassesEntry(List<ClientInstrumentation> clients) {
    places = ClientPlaces.of(clients);
    weaving = new LiveWeaving(clients);
  }

  /**
   * Public for the build.
   *
   * @param arguments the file to write, and the folder with those of the versions
   */
  public static void main(String[] arguments) throws IOException, UnexpectedShapeException {
    PreparedClassesEntry entry = new PreparedClassesEntry(Clients.on(Clients.NEWEST_JAVA));
    for (File version : files(new File(arguments[1]))) {
      entry.addAll(files(version));
    }
    try (OutputStream out = new FileOutputStream(arguments[0])) {
      out.write(entry.writer.toByteArray());
    }
  }

  /** Sorted; never empty. */
  private static File[] files(File folder) throws IOException {
    File[] files = folder.listFiles();
    if (files == null || files.length == 0) {
      throw new IOException("there is nothing in " + folder);
    }
    Arrays.sort(files);
    return files;
  }

  /**
   * @param jars of one version of a client, and of those libraries that its changed classes name
   */
  private void addAll(File[] jars) throws IOException, UnexpectedShapeException {
    URL[] urls = new URL[jars.length];
    for (int i = 0; i < jars.length; i++) {
      urls[i] = jars[i].toURI().toURL();
    }
    int count = 0;
    try (URLClassLoader loader =
        new URLClassLoader(urls, ClassLoader.getSystemClassLoader().getParent())) {
      for (File jar : jars) {
        count += addAll(jar, loader);
      }
    }
    if (count == 0) {
      throw new IOException("the agent changes no class of " + Arrays.toString(jars));
    }
  }

  private int addAll(File file, ClassLoader loader) throws IOException, UnexpectedShapeException {
    int count = 0;
    try (JarFile jar = new JarFile(file, false)) {
      for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
        JarEntry each = all.nextElement();
        String name = each.getName();
        if (name.endsWith(CLASS)
            && !name.startsWith("META-INF/")
            && add(jar, each, className(name), loader)) {
          count++;
        }
      }
    }
    return count;
  }

  private boolean add(JarFile jar, JarEntry entry, String className, ClassLoader loader)
      throws IOException, UnexpectedShapeException {
    String clients = places.clientsIn(className);
    boolean early = places.isEarly(className);
    if (clients.isEmpty() && !early) {
      return false;
    }
    byte[] classFile = bytes(jar, entry);
    if (early) {
      writer.add(className, "", classFile, null);
    }
    if (!clients.isEmpty()) {
      writer.add(className, clients, classFile, weaving.weave(loader, className, classFile));
    }
    return true;
  }

  private static String className(String entry) {
    return entry.substring(0, entry.length() - CLASS.length());
  }

  private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
    try (InputStream in = jar.getInputStream(entry)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[8192];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        bytes.write(buffer, 0, count);
      }
      return bytes.toByteArray();
    }
  }
}
