package io.foundryidentity.runner.matrix;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.checks.AotCache;
import io.foundryidentity.runner.checks.Check;
import io.foundryidentity.runner.checks.ClassArchive;
import io.foundryidentity.runner.checks.JdkArchive;
import io.foundryidentity.runner.checks.ModulePath;
import io.foundryidentity.runner.checks.PinningCheck;
import io.foundryidentity.runner.checks.StrippedRuntime;
import io.foundryidentity.runner.leaks.LeakCheck;
import io.foundryidentity.runner.process.Jvm;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** The rows of the matrix for one Java. */
final class MatrixRows {

  /** The Java with an AOT cache that most use; there the cache is tried most often. */
  private static final int LONG_TERM = 25;

  /** How much is run on a Java. */
  enum Extent {
    /** What is most likely to break with a new Java: for one that is supported for months only. */
    FEW,
    /** One case for each HTTP stack. */
    USUAL,
    /** Every case. */
    ALL
  }

  /** The JDK's own clients, OkHttp and Netty. */
  private static final List<String> FEW_STACKS =
      List.of("http-url-connection", "simple-openai", "openai-java", "reactor-netty");

  /** The Java of the build: "mvn verify" runs every case on it, with and without the agent. */
  private static final int BUILDING = 17;

  /**
   * One case for each HTTP stack, all of which also stream or open a WebSocket; the other cases use
   * another client over one of these stacks. An older Java gets those that it can run.
   */
  private static final List<String> STACKS =
      List.of(
          "http-url-connection",
          "java-http-client", // With an Authenticator too
          "simple-openai", // The JDK's HttpClient
          "okhttp-2",
          "openai-java", // OkHttp 4
          "commons-httpclient-3",
          "jodd-http",
          "jersey-jdk-connector",
          "undertow-client",
          "grizzly-http-client",
          "java-websocket",
          "tyrus-client",
          "apache-httpclient-4",
          "apache-httpclient-5",
          "jetty-client",
          "helidon-webclient-4",
          "openai-kotlin", // Ktor's CIO
          "pekko-http",
          "akka-http",
          "azure-ai-openai", // azure-core over Netty 4.1
          "vertx-4", // Netty 4.1
          "vertx-5", // Netty 4.2
          "reactor-netty", // Netty 4.2
          "async-http-client-1", // Netty 3.10
          "async-http-client-2", // Netty 4.1
          "async-http-client-3", // Netty 4.2
          "armeria", // Netty 4.2
          "play-ws"); // shaded Netty 4.1

  private final Checkout checkout;
  private final Jvm jvm;
  private final Extent extent;
  private final List<MatrixRow> all = new ArrayList<>();

  private MatrixRows(Checkout checkout, Jvm jvm, Extent extent) {
    this.checkout = checkout;
    this.jvm = jvm;
    this.extent = extent;
  }

  /** The rows for that Java, of those that it can run. */
  static List<MatrixRow> of(Checkout checkout, Jvm jvm, Extent extent) {
    MatrixRows rows = new MatrixRows(checkout, jvm, extent);
    rows.cases();
    rows.programs();
    rows.variants();
    return rows.all;
  }

  private void cases() {
    ClientCase.ALL.stream()
        .filter(client -> client.minimumJava() <= jvm.feature())
        .filter(this::isAsked)
        .forEach(client -> answered(client));
  }

  private boolean isAsked(ClientCase client) {
    return switch (extent) {
      case FEW -> FEW_STACKS.contains(client.name());
      case USUAL -> jvm.feature() != BUILDING && STACKS.contains(client.name());
      case ALL -> true;
    };
  }

  private void programs() {
    add("leaks", new LeakCheck());
    if (jvm.feature() >= ClientCase.VIRTUAL_THREADS.minimumJava()) {
      add("virtual threads", new PinningCheck());
    }
    if (jvm.feature() >= ClientCase.MODULE_PATH.minimumJava()) {
      add("module path", new ModulePath());
    }
    if (Files.exists(jvm.home().resolve("bin/jlink"))) { // Only a JDK has it; most are JREs
      add("jlink, without java.management", new StrippedRuntime());
    }
  }

  private void variants() {
    ClientCase jdkClient =
        ClientCase.named(jvm.feature() >= 11 ? "simple-openai" : "http-url-connection");
    if (extent != Extent.FEW) {
      answered(ClientCase.named("openai-java"), "-XX:+UseSerialGC", "-Xmx64m");
    }
    // Without this option the JVM does not verify what is woven into JDK classes
    answered(jdkClient, "-Xverify:all");
    if (jvm.feature() >= BUILDING && extent != Extent.FEW) {
      // Older packages have no archive of the JDK's classes and cannot make one of an application's
      answered(jdkClient, "-Xshare:off");
      add("-Xshare:auto, the JDK's class archive", new JdkArchive());
      add("-Xshare:auto, the application's class archive", new ClassArchive());
    }
    for (AotCache.MadeWith madeWith : AotCache.MadeWith.values()) {
      if (madeWith.works(jvm)
          && (extent != Extent.FEW || madeWith == AotCache.MadeWith.ADDED_MODULE)) {
        AotCache check = new AotCache(madeWith, jvm.feature() == LONG_TERM ? 10 : 4);
        add(check.name(), check);
      }
    }
  }

  private void answered(ClientCase client, String... options) {
    String name = options.length == 0 ? "" : String.join(" ", options) + ", ";
    all.add(
        new MatrixRow(
            jvm,
            List.of(options),
            name + client.name(),
            checkout.version(client),
            Check.answersOf(client)));
  }

  private void add(String name, Check check) {
    all.add(new MatrixRow(jvm, List.of(), name, "", check));
  }
}
