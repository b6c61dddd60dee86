package io.foundryidentity.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The build of the programs that are no servers. */
record Programs(Checkout checkout) {

  Path classes() {
    return checkout.application("programs/target/classes");
  }

  Path libraries() {
    return checkout.application("programs/target/libraries");
  }

  List<Path> classPath() throws IOException {
    List<Path> path = new ArrayList<>(List.of(classes()));
    try (Stream<Path> jars = Files.list(libraries())) {
      jars.sorted().forEach(path::add);
    }
    return path;
  }

  static String main(String name) {
    return "io.foundryidentity.servers.application.programs." + name;
  }
}
