package io.foundryidentity.agent.runtime;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Writes the bridge's classes into one entry of the jar, each after its supertypes: the loader that
 * {@link BridgeClasses} defines them in cannot find one that is not defined yet. The build runs it.
 */
public final class BridgeClassesEntry {

  private static final String FOLDER =
      AuthorizationBridge.class.getPackage().getName().replace('.', '/') + '/';

  private static final String CLASS = ".class";

  private BridgeClassesEntry() {}

  /**
   * Public for the build.
   *
   * @param arguments the file to write
   */
  public static void main(String[] arguments)
      throws IOException, URISyntaxException, ClassNotFoundException {
    Set<String> ordered = new LinkedHashSet<>();
    for (String name : names()) {
      add(Class.forName(name, false, BridgeClassesEntry.class.getClassLoader()), ordered);
    }
    ClassesEntry.write(new ArrayList<>(ordered), arguments[0]);
  }

  private static void add(Class<?> type, Set<String> ordered) {
    if (!type.getName().replace('.', '/').startsWith(FOLDER)) {
      return;
    }
    if (type.getSuperclass() != null) {
      add(type.getSuperclass(), ordered);
    }
    for (Class<?> implemented : type.getInterfaces()) {
      add(implemented, ordered);
    }
    ordered.add(type.getName());
  }

  /** Sorted, so that two builds write the same bytes. */
  private static List<String> names() throws IOException, URISyntaxException {
    File module =
        new File(
            AuthorizationBridge.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> names = new ArrayList<>();
    if (module.isDirectory()) {
      String[] files = new File(module, FOLDER).list();
      for (String file : files == null ? new String[0] : files) {
        addName(FOLDER + file, names);
      }
    } else {
      try (JarFile jar = new JarFile(module)) {
        for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements(); ) {
          addName(all.nextElement().getName(), names);
        }
      }
    }
    Collections.sort(names);
    return names;
  }

  private static void addName(String entry, List<String> names) {
    if (entry.startsWith(FOLDER)
        && entry.endsWith(CLASS)
        && !entry.endsWith("package-info.class")) {
      names.add(entry.substring(0, entry.length() - CLASS.length()).replace('/', '.'));
    }
  }
}
