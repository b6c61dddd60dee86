package io.foundryidentity.servers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a server is started, and how to know that it has started.
 *
 * @param folder the process's working folder
 * @param ready is found in the line that is printed when the application is ready
 * @param url the application's URL; null if it sends its requests itself and prints the answers
 */
record Launch(
    Path folder,
    List<String> command,
    Map<String, String> environment,
    Pattern ready,
    @Nullable String url) {

  static Launch of(List<String> command, Path folder, String ready, @Nullable String url) {
    return new Launch(folder, command, Map.of(), Pattern.compile(ready), url);
  }

  Launch with(Map<String, String> more) {
    return new Launch(folder, command, more, ready, url);
  }
}
