package io.foundryidentity.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A security manager with a policy that grants the application what it needs, and nothing to the
 * agent.
 */
record UnderSecurityManager(Checkout checkout, Jvm jvm) implements Server {

  @Override
  public String name() {
    return "security-manager-" + jvm.feature();
  }

  @Override
  public String title() {
    return "SecurityManager";
  }

  @Override
  public String version() {
    return "";
  }

  @Override
  public String note() {
    return "a policy that grants the application its permissions";
  }

  @Override
  public Launch prepare(Surroundings surroundings) throws IOException {
    Path policy = surroundings.folder().resolve("application.policy");
    List<Path> classPath = new Programs(checkout).classPath();
    Files.writeString(
        policy, classPath.stream().map(UnderSecurityManager::grant).collect(Collectors.joining()));
    List<String> command = new ArrayList<>();
    command.add(jvm.executable());
    command.addAll(surroundings.options());
    command.add("-Djava.security.manager");
    command.add("-Djava.security.policy=" + policy); // One sign of equality: beside the JDK's own
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(Programs.main("Program"));
    return Launch.of(command, surroundings.folder(), "^Asked$", null);
  }

  /** What a program with three HTTP clients needs. */
  private static String grant(Path code) {
    return """
    grant codeBase "%s" {
      permission java.net.SocketPermission "*", "connect,resolve";
      permission java.net.NetPermission "*";
      permission java.util.PropertyPermission "*", "read";
      permission java.lang.RuntimePermission "*";
      permission java.io.FilePermission "<<ALL FILES>>", "read";
      permission java.util.logging.LoggingPermission "control";
      permission java.security.SecurityPermission "*";
      permission javax.net.ssl.SSLPermission "*";
    };
    """
        .formatted(code.toUri());
  }
}
