package io.foundryidentity.agent.command;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.configuration.HostedAgent;
import io.foundryidentity.agent.core.configuration.Origin;
import io.foundryidentity.agent.core.configuration.Origins;
import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.platform.ProcessUser;
import java.io.File;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What {@code doctor} finds in its own process: platform, configuration, variables, proxies. */
final class DoctorFacts {

  private static final List<String> JAVA =
      Arrays.asList(
          "java.version",
          "java.vendor",
          "java.vm.name",
          "java.home",
          "os.name",
          "os.version",
          "os.arch",
          "user.timezone",
          "javax.net.ssl.trustStore");

  private static final List<String> PROXIES =
      Arrays.asList(
          "https.proxyHost",
          "https.proxyPort",
          "http.proxyHost",
          "http.proxyPort",
          "http.nonProxyHosts",
          "socksProxyHost",
          "socksProxyPort",
          "java.net.useSystemProxies",
          "jdk.http.auth.tunneling.disabledSchemes");

  /** Variables that the agent, its libraries or the JVM read, or that tell the platform. */
  private static final List<String> PREFIXES =
      Arrays.asList(
          "FOUNDRY_",
          "AZURE_",
          "IDENTITY_",
          "MSI_",
          "IMDS_",
          "OPENAI_",
          "WEBSITE_",
          "CONTAINER_APP",
          "FUNCTIONS_",
          "KUBERNETES_SERVICE",
          "JAVA_",
          "JDK_",
          "_JAVA_OPTIONS",
          "CATALINA_OPTS");

  /** Their values are names, paths and addresses. */
  private static final List<String> HARMLESS =
      Arrays.asList(
          "AZURE_CLIENT_ID",
          "AZURE_TENANT_ID",
          "AZURE_AUTHORITY_HOST",
          "AZURE_FEDERATED_TOKEN_FILE",
          "AZURE_CLIENT_CERTIFICATE_PATH",
          "AZURE_TOKEN_CREDENTIALS",
          "AZURE_OPENAI_ENDPOINT",
          "AZURE_AI_FOUNDRY_RESOURCE_URL",
          "FOUNDRY_RESOURCE_URL",
          "FOUNDRY_PROJECT_ENDPOINT",
          "FOUNDRY_HOSTING_ENVIRONMENT",
          "FOUNDRY_AGENT_INSTANCE_CLIENT_ID",
          "AZURE_KUBERNETES_TOKEN_PROXY",
          "AZURE_KUBERNETES_SNI_NAME",
          "AZURE_KUBERNETES_CA_FILE",
          "IDENTITY_ENDPOINT",
          "IMDS_ENDPOINT",
          "MSI_ENDPOINT",
          "JAVA_HOME",
          "JAVA_VERSION",
          "KUBERNETES_SERVICE_HOST",
          "WEBSITE_SITE_NAME",
          "CONTAINER_APP_NAME");

  private final DoctorReport report;
  private final Map<String, String> environment;

  DoctorFacts(DoctorReport report, Map<String, String> environment) {
    this.report = report;
    this.environment = new TreeMap<>(environment);
  }

  /** Of this process or of another. */
  void java(Properties properties) {
    JAVA.forEach(name -> report.entry(name, properties.getProperty(name)));
    proxies(properties);
  }

  private void proxies(Properties properties) {
    PROXIES.forEach(name -> report.entry(name, properties.getProperty(name)));
  }

  void platform() {
    report.entry("processors", Runtime.getRuntime().availableProcessors());
    report.entry("maximum heap (MB)", Runtime.getRuntime().maxMemory() >> 20);
    try {
      report.entry("user id", ProcessUser.id());
    } catch (IOException | UnsupportedOperationException unknown) {
      // Not on this platform
    }
    report.entry("in Kubernetes", environment.containsKey("KUBERNETES_SERVICE_HOST"));
    report.entry("in Docker", new File("/.dockerenv").exists());
    report.entry("in App Service or Functions", environment.containsKey("WEBSITE_SITE_NAME"));
    report.entry("hosted agent of Foundry", HostedAgent.environment(environment));
    report.entry("in Container Apps", environment.containsKey("CONTAINER_APP_NAME"));
    report.entry("/tmp is writable", new File("/tmp").canWrite());
    report.entry("module jdk.attach", AttachApi.find() != null);
  }

  void clock() {
    report.entry("time (UTC)", Instant.now());
    report.entry("time zone", ZoneId.systemDefault());
  }

  void configuration(String arguments, String... clients) {
    for (Origin origin : Origins.read(arguments)) {
      report.line(origin.key() + "=" + origin.value() + " (" + origin.source() + ")");
    }
    try {
      Configuration configuration = Configuration.read(arguments, clients);
      configuration.warnings().forEach(warning -> report.entry("warning", warning));
    } catch (ConfigurationException mistakes) {
      mistakes.problems().forEach(problem -> report.entry("mistake", problem));
    }
  }

  void environment() {
    report.line("Values that may hold a secret are not shown.");
    environment.forEach(
        (name, value) -> {
          String upper = name.toUpperCase(Locale.ROOT);
          if (upper.endsWith("_PROXY")) {
            // Where there is a scheme, user and password are recognised
            report.entry(
                name, SafeText.location(value.contains("://") ? value : "http://" + value));
          } else if (HARMLESS.contains(name)) {
            report.entry(name, SafeText.location(value) + ending(value));
          } else if (PREFIXES.stream().anyMatch(upper::startsWith)) {
            report.line(name + " is set" + ending(value));
          }
        });
  }

  private static String ending(String value) {
    return value.isEmpty()
        ? " (empty)"
        : value.trim().equals(value) ? "" : " (begins or ends with a blank or a line break)";
  }
}
