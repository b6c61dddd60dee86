package io.foundryidentity.benchmark.runner;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What was measured on, and the versions of what was measured. */
final class Machine {

  static final String PART = "machine";

  private final Checkout checkout;
  private final Map<String, String> facts = new LinkedHashMap<>();

  Machine(Checkout checkout) {
    this.checkout = checkout;
  }

  void record() throws IOException, InterruptedException {
    facts.put("processor", processors() + " × " + find("/proc/cpuinfo", "model name\\s*: (.*)"));
    facts.put(
        "memory",
        Numbers.of(Long.parseLong(find("/proc/meminfo", "MemTotal:\\s*(\\d+)")) * 1024 / 1e9)
            + " GB");
    facts.put("system", find("/etc/os-release", "PRETTY_NAME=\"(.*)\"") + ", Linux " + kernel());
    facts.put("Java", System.getProperty("java.vm.name") + " " + Runtime.version());
    facts.put("this agent", manifestVersion(checkout.agentJar()));
    facts.put("OpenTelemetry's agent", manifestVersion(checkout.openTelemetryJar()));
    facts.put("nginx", said("nginx/(\\S+)", "nginx", "-v"));
    facts.put("haproxy", said("version (\\S+)", "haproxy", "-v"));
    String programs = checkout.programs();
    library("openai-java", programs, "openai-java");
    library("OkHttp", programs, "okhttp");
    library("Apache HttpClient", programs, "httpclient5");
    library("Reactor Netty", programs, "reactor-netty-http");
    library("azure-identity", programs, "azure-identity");
    String service = checkout.springBootService();
    library("Spring Boot", service, "spring-boot");
    library("Spring AI", service, "spring-ai-openai");
    JsonArray rows = new JsonArray();
    facts.forEach((name, value) -> rows.add(new JsonObject().put("name", name).put("is", value)));
    Results.write(checkout.results(PART), rows);
  }

  static Map<String, String> read(Checkout checkout) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    for (Object row : Results.read(checkout.results(PART))) {
      facts.put(((JsonObject) row).getString("name"), ((JsonObject) row).getString("is"));
    }
    return facts;
  }

  private static int processors() {
    return Runtime.getRuntime().availableProcessors();
  }

  private static String kernel() {
    return System.getProperty("os.version");
  }

  private void library(String name, String classPath, String library) {
    facts.put(name, find(Pattern.compile("/" + library + "-(\\d[^/:]*)\\.jar"), classPath));
  }

  private static String manifestVersion(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return String.valueOf(
          file.getManifest().getMainAttributes().getValue("Implementation-Version"));
    }
  }

  private static String said(String pattern, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return find(Pattern.compile(pattern), text);
  }

  private static String find(String file, String pattern) throws IOException {
    return find(Pattern.compile(pattern), Files.readString(Path.of(file)));
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("nothing like " + pattern);
    }
    return matcher.group(1);
  }
}
