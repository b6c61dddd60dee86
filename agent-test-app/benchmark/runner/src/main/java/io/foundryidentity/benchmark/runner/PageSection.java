package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One section of docs/performance.md as it is in the file. */
final class PageSection {

  private static final String NEXT = "\n## ";

  private final Path page;
  private final String heading;

  PageSection(Checkout checkout, String name) {
    page = checkout.page();
    heading = NEXT + name + "\n";
  }

  /** Empty if the page has no such section with another one after it. */
  String text() throws IOException {
    String all = Files.exists(page) ? Files.readString(page) : "";
    int begin = all.indexOf(heading);
    int end = all.indexOf(NEXT, begin + 1);
    return begin < 0 || end < 0 ? "" : all.substring(begin, end);
  }

  /** Leaves the rest of the page as it is. */
  void replace(String text) throws IOException {
    put(text, heading);
  }

  /** If the page does not have the section yet, its place is in front of the one named so. */
  void replaceOrInsertBefore(String following, String text) throws IOException {
    put(text, NEXT + following);
  }

  private void put(String text, String following) throws IOException {
    String all = Files.readString(page);
    int begin = all.indexOf(heading);
    int end = all.indexOf(begin < 0 ? following : NEXT, begin + 1);
    if (end < 0) {
      throw new IOException(page + " has no place for \"" + heading.strip() + "\"");
    }
    Files.writeString(page, all.substring(0, begin < 0 ? end : begin) + text + all.substring(end));
  }
}
