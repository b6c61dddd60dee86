package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page's charts. */
final class Images {

  private final Checkout checkout;

  Images(Checkout checkout) {
    this.checkout = checkout;
  }

  /** Writes the file, and returns the page's text for it. */
  String write(String name, String title, String svg) throws IOException {
    Path folder = Files.createDirectories(checkout.root().resolve("docs/images"));
    Files.writeString(folder.resolve(name + ".svg"), svg);
    return "![" + title + "](images/" + name + ".svg)\n\n";
  }
}
