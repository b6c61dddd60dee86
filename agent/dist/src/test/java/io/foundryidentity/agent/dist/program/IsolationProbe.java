package io.foundryidentity.agent.dist.program;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Makes a signed request, then looks for the agent's libraries from where an application looks. */
public final class IsolationProbe {

  private static final List<String> LIBRARIES =
      Arrays.asList(
          "com.azure.core.credential.TokenCredential",
          "com.azure.identity.ManagedIdentityCredential",
          "com.azure.json.JsonReader",
          "com.microsoft.aad.msal4j.IAuthenticationResult",
          "net.bytebuddy.ByteBuddy",
          "net.bytebuddy.jar.asm.ClassReader",
          "org.reactivestreams.Publisher",
          "org.slf4j.LoggerFactory",
          "org.tinylog.Logger",
          "reactor.core.publisher.Mono",
          "io.foundryidentity.agent.core.token.TokenCache",
          "io.foundryidentity.agent.azure.AzureTokenSources",
          "io.foundryidentity.agent.runtime.AgentRuntime");

  private static final List<String> RESOURCES =
      Arrays.asList(
          "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
          "META-INF/services/org.tinylog.writers.Writer",
          "META-INF/services/com.azure.core.util.serializer.JsonSerializerProvider",
          "azure-identity.properties",
          "azure-core.properties",
          "join-points.index");

  private IsolationProbe() {}

  /**
   * Prints the status, one line for each thing that should not be seen, and the bridge's loader.
   */
  public static void main(String[] urls) throws IOException, ClassNotFoundException {
    System.out.println("status " + Get.status(urls[0]));
    ClassLoader application = IsolationProbe.class.getClassLoader();
    for (String name : LIBRARIES) {
      for (ClassLoader loader :
          new ClassLoader[] {
            application, application.getParent(), Thread.currentThread().getContextClassLoader()
          }) {
        if (canLoad(name, loader)) {
          System.out.println("sees class " + name);
        }
        if (loader.getResource(name.replace('.', '/') + ".class") != null) {
          System.out.println("sees class file " + name);
        }
      }
    }
    for (String name : RESOURCES) {
      if (application.getResource(name) != null) {
        System.out.println("sees resource " + name);
      }
    }
    System.out.println(
        "bridge in "
            + Class.forName("io.foundryidentity.agent.bootstrap.AuthorizationBridge")
                .getClassLoader());
  }

  private static boolean canLoad(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (ClassNotFoundException notSeen) {
      return false;
    }
  }
}
