package io.foundryidentity.servers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A program under a security manager. The policy grants the agent's jar all permissions, as an
 * operator must, and the application only what it needs; for example, no other variables.
 */
record UnderSecurityManager(Checkout checkout, Jvm jvm) implements Server {

  private static final String AGENT =
      """
      grant codeBase "%s" {
        permission java.security.AllPermission;
      };
      """;

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
    return "the policy grants the agent's jar java.security.AllPermission";
  }

  @Override
  public Launch prepare(StartSettings settings) throws IOException {
    Path policy = settings.folder().resolve("application.policy");
    List<Path> classPath = new Programs(checkout).classPath();
    Files.writeString(
        policy,
        classPath.stream()
            .map(UnderSecurityManager::grant)
            .collect(Collectors.joining("", AGENT.formatted(checkout.agentJar().toUri()), "")));
    List<String> command = new ArrayList<>();
    command.add(jvm.executable());
    command.addAll(settings.options());
    command.add("-Djava.security.manager");
    command.add(
        "-Djava.security.policy=" + policy); // With one "=" it is added to the JDK's own policy
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(Programs.main("Program"));
    return Launch.of(command, settings.folder(), "^Asked$", null);
  }

  /** What a program with three HTTP clients needs. */
  private static String grant(Path code) {
    return """
    grant codeBase "%s" {
      permission java.net.SocketPermission "*", "connect,resolve";
      permission java.net.NetPermission "getProxySelector";
      permission java.util.PropertyPermission "*", "read";
      permission java.io.FilePermission "<<ALL FILES>>", "read";
      permission java.lang.RuntimePermission "getenv.FOUNDRY_URL";
      permission java.lang.RuntimePermission "getClassLoader";
      permission java.lang.RuntimePermission "modifyThread";
      permission java.lang.RuntimePermission "accessDeclaredMembers";
      permission java.lang.RuntimePermission "accessClassInPackage.*";
      permission java.security.SecurityPermission "*";
    };
    """
        .formatted(code.toUri());
  }
}
