package io.foundryidentity.servers;

import java.util.List;

/** All servers that are tested, in the order of the page. */
final class Servers {

  private Servers() {}

  static List<Server> all(Checkout checkout, Jvm jvm, Jvm java8) {
    return List.of(
        new Tomcat(checkout, jvm, 9, "war"),
        new Tomcat(checkout, jvm, 11, "war-jakarta"),
        new WildFly(checkout, jvm),
        new Liberty(checkout, jvm),
        new Felix(checkout, jvm),
        new SpringBoot(checkout, jvm),
        new Quarkus(checkout, jvm),
        new PluginLoaders(checkout, jvm),
        new UnderSecurityManager(checkout, java8),
        new UnderSecurityManager(checkout, jvm));
  }
}
