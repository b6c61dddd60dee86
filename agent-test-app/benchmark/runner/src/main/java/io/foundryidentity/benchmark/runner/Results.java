package io.foundryidentity.benchmark.runner;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that the parts leave. */
final class Results {

  private Results() {}

  static void write(Path file, JsonArray array) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, array.encodePrettily() + "\n");
  }

  static JsonArray read(Path file) throws IOException {
    need(file);
    return new JsonArray(Files.readString(file));
  }

  /** A page with holes would be no page. */
  static void need(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new Unmeasured("There is no " + file + ": run its part first");
    }
  }

  /** A part that has not been run. */
  static final class Unmeasured extends IOException {
    private static final long serialVersionUID = 1;

    Unmeasured(String message) {
      super(message);
    }
  }
}
