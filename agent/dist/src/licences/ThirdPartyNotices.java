import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * Writes the licences of the libraries that the jar holds, and ends with 1 where one is not allowed
 * or not known.
 *
 * <p>The build starts this file as it is: java ThirdPartyNotices.java LIBRARIES REVIEWED META-INF
 * PAGE WRITTEN. LIBRARIES is a file with the paths of their jars, "|" between; each has its pom
 * beside it, as in Maven's local repository. REVIEWED is the folder with allowed.txt, libraries.txt
 * and texts. PAGE is what the docs show and must be the same as what is WRITTEN.
 */
final class ThirdPartyNotices {

  private static final String LINE = "-".repeat(100) + "\n";

  private final Path reviewed;
  private final Map<String, String> allowed = new LinkedHashMap<>();
  private final List<Part> parts = new ArrayList<>();
  private final List<String> mistakes = new ArrayList<>();

  private ThirdPartyNotices(Path reviewed) throws IOException {
    this.reviewed = reviewed;
    for (List<String> row : rows("allowed.txt")) {
      row.forEach(name -> allowed.put(name.toLowerCase(Locale.ROOT), row.get(0)));
    }
    for (List<String> row : rows("libraries.txt")) {
      parts.add(new Part(row.get(0), row.get(1), row.get(2), row.get(3)));
    }
  }

  /** A library, or what it brings along under names of its own. */
  private record Part(String library, String within, String licence, String copyright) {

    String title() {
      return within.isEmpty() ? library : within + ", within " + library;
    }
  }

  private record Library(String name, String version, String licence, Path jar) {}

  public static void main(String[] arguments) throws Exception {
    ThirdPartyNotices notices = new ThirdPartyNotices(Path.of(arguments[1]));
    List<Library> libraries = new ArrayList<>();
    for (String jar : Files.readString(Path.of(arguments[0])).strip().split("\\|")) {
      libraries.add(notices.library(Path.of(jar)));
    }
    libraries.sort((one, other) -> one.name().compareTo(other.name()));
    notices.compare(libraries);
    if (notices.mistakes.isEmpty()) {
      Path folder = Files.createDirectories(Path.of(arguments[2]));
      Files.writeString(folder.resolve("NOTICE"), notices.notice(libraries));
      Files.writeString(folder.resolve("THIRD-PARTY-NOTICES"), notices.thirdParty(libraries));
      Path page = Path.of(arguments[3]);
      Path written = Path.of(arguments[4]);
      Files.writeString(written, notices.page());
      if (!Files.exists(page) || !unix(Files.readString(page)).equals(Files.readString(written))) {
        notices.mistakes.add(page + " is not what it should be: cp " + written + " " + page);
      }
    }
    notices.mistakes.forEach(mistake -> System.err.println("licences: " + mistake));
    System.exit(notices.mistakes.isEmpty() ? 0 : 1);
  }

  /** What the pom of a jar, or the parents of this pom, say of it. */
  private Library library(Path jar) throws Exception {
    Path pom = jar.resolveSibling(jar.getFileName().toString().replaceAll("\\.jar$", ".pom"));
    Element project = project(pom);
    String version = jar.getParent().getFileName().toString();
    String group = text(project, "groupId");
    if (group.isEmpty()) {
      group = text(child(project, "parent"), "groupId");
    }
    String name = group + ":" + text(project, "artifactId");
    Path repository = jar.getParent().getParent().getParent();
    for (int i = 0; i < group.split("\\.").length; i++) {
      repository = repository.getParent();
    }
    List<String> found = licences(project, repository);
    if (found.isEmpty()) {
      mistakes.add(name + " " + version + ": its pom names no licence");
    }
    TreeSet<String> identifiers = new TreeSet<>();
    for (String each : found) {
      String identifier = allowed.get(each.toLowerCase(Locale.ROOT));
      if (identifier == null) {
        mistakes.add(
            name
                + " "
                + version
                + ": the licence '"
                + each
                + "' is not allowed; allowed are "
                + new TreeSet<>(allowed.values())
                + ", by the names in "
                + reviewed.resolve("allowed.txt"));
      } else {
        identifiers.add(identifier);
      }
    }
    return new Library(name, version, String.join(" AND ", identifiers), jar);
  }

  private static List<String> licences(Element project, Path repository) throws Exception {
    for (Element pom = project; pom != null; pom = parent(pom, repository)) {
      List<String> names = new ArrayList<>();
      for (Node each = first(child(pom, "licenses")); each != null; each = each.getNextSibling()) {
        if (each instanceof Element licence) {
          names.add(text(licence, "name"));
        }
      }
      if (!names.isEmpty()) {
        return names;
      }
    }
    return List.of();
  }

  private static Element parent(Element project, Path repository) throws Exception {
    Element parent = child(project, "parent");
    if (parent == null) {
      return null;
    }
    String artifact = text(parent, "artifactId");
    String version = text(parent, "version");
    return project(
        repository
            .resolve(text(parent, "groupId").replace('.', '/'))
            .resolve(artifact)
            .resolve(version)
            .resolve(artifact + "-" + version + ".pom"));
  }

  private static Element project(Path pom) throws Exception {
    try (InputStream in = Files.newInputStream(pom)) {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(in)
          .getDocumentElement();
    }
  }

  private static Node first(Element element) {
    return element == null ? null : element.getFirstChild();
  }

  private static Element child(Element element, String name) {
    for (Node each = first(element); each != null; each = each.getNextSibling()) {
      if (each instanceof Element found && found.getTagName().equals(name)) {
        return found;
      }
    }
    return null;
  }

  private static String text(Element element, String name) {
    Element found = child(element, name);
    return found == null ? "" : found.getTextContent().strip();
  }

  /** Each library was reviewed, and each that was reviewed is still there. */
  private void compare(List<Library> libraries) {
    Map<String, Library> resolved = new TreeMap<>();
    libraries.forEach(library -> resolved.put(library.name(), library));
    for (Library library : libraries) {
      if (parts.stream()
          .noneMatch(
              part ->
                  part.library().equals(library.name())
                      && part.within().isEmpty()
                      && part.licence().equals(library.licence()))) {
        mistakes.add(
            library.name()
                + " is new, or has another licence than before. Read it, and add to "
                + reviewed.resolve("libraries.txt")
                + ": "
                + library.name()
                + " | | "
                + library.licence()
                + " | Copyright ...");
      }
    }
    for (Part part : parts) {
      if (!resolved.containsKey(part.library())) {
        mistakes.add(
            part.library()
                + " is not in the jar any more: remove it from "
                + reviewed.resolve("libraries.txt"));
      }
      if (!allowed.containsValue(part.licence())) {
        mistakes.add(part.title() + ": the licence '" + part.licence() + "' is not allowed");
      }
    }
  }

  /** Our own, and those that the libraries ask to hand on. */
  private String notice(List<Library> libraries) throws IOException {
    StringBuilder text =
        new StringBuilder(
            "Foundry identity agent\n\n"
                + "Licensed under the Apache License, Version 2.0: see LICENSE.\n"
                + "It holds parts of the libraries in META-INF/THIRD-PARTY-NOTICES.\n");
    for (Library library : libraries) {
      for (String each : texts(library, "NOTICE").values()) {
        text.append("\n" + LINE + "NOTICE of " + library.name() + "\n\n" + each);
      }
    }
    return text.toString();
  }

  private String thirdParty(List<Library> libraries) throws IOException {
    Map<String, String> versions =
        libraries.stream().collect(Collectors.toMap(Library::name, Library::version));
    StringBuilder text =
        new StringBuilder(
            "The jar of the Foundry identity agent holds parts of these libraries. The text of"
                + " Apache-2.0 is in LICENSE.\n\n");
    for (Part part : parts) {
      text.append(
          "  "
              + part.title()
              + " "
              + versions.get(part.library())
              + "\n    "
              + part.licence()
              + ", "
              + part.copyright()
              + "\n");
    }
    // As a library ships it; for those that ship none, the text of the licence
    for (Library library : libraries) {
      for (Map.Entry<String, String> each : texts(library, "LICENSE").entrySet()) {
        if (!each.getValue().contains("Apache License")) {
          text.append(
              "\n" + LINE + each.getKey() + " of " + library.name() + "\n\n" + each.getValue());
        }
      }
    }
    for (String licence :
        parts.stream().map(Part::licence).collect(Collectors.toCollection(TreeSet::new))) {
      Path standard = reviewed.resolve(licence + ".txt");
      if (Files.exists(standard)) {
        text.append("\n" + LINE + licence + "\n\n" + unix(Files.readString(standard)));
      }
    }
    return text.toString();
  }

  private String page() {
    StringBuilder text =
        new StringBuilder(
            "# Licences of what is in the jar\n\n"
                + "The agent has the [Apache License 2.0](../LICENSE). Its jar holds parts of these"
                + " libraries; the jar's\n"
                + "`META-INF/THIRD-PARTY-NOTICES` has their versions and the texts of their"
                + " licences, `META-INF/NOTICE` their notices.\n\n"
                + "| library | licence | copyright |\n"
                + "| --- | --- | --- |\n");
    parts.forEach(
        part ->
            text.append(
                "| " + part.title() + " | " + part.licence() + " | " + part.copyright() + " |\n"));
    text.append(
        "\n"
            + "The build writes this page. It fails if a library is new, or has a licence that is"
            + " not in `agent/dist/src/licences/allowed.txt`:\n"
            + allowed.values().stream().distinct().collect(Collectors.joining(", "))
            + ".\n");
    return text.toString();
  }

  /** The files of a jar whose names say that they are of this kind. */
  private static Map<String, String> texts(Library library, String kind) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (ZipFile jar = new ZipFile(library.jar().toFile())) {
      for (ZipEntry entry : jar.stream().toList()) {
        boolean named =
            entry.getName().startsWith("META-INF/" + kind)
                || kind.equals("LICENSE") && entry.getName().startsWith("META-INF/licenses/");
        if (named && !entry.isDirectory()) {
          found.put(
              entry.getName(),
              unix(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))
                      .stripTrailing()
                  + "\n");
        }
      }
    }
    return found;
  }

  /** The cells of each row but for comments. */
  private List<List<String>> rows(String file) throws IOException {
    return Files.readAllLines(reviewed.resolve(file)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
        .toList();
  }

  private static String unix(String text) {
    return text.replace("\r\n", "\n");
  }
}
