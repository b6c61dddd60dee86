package io.foundryidentity.runner;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** What is tried on which Java. */
final class Trials {

  /** On the Java that builds, "mvn verify" runs every case, without the agent too. */
  private static final int BUILDING = 17;

  /**
   * One case for each HTTP stack, each of which streams too; other cases put another client on top
   * of one of these. An older Java takes those that run there.
   */
  private static final List<String> STACKS =
      List.of(
          "http-url-connection",
          "simple-openai", // The JDK's HttpClient
          "okhttp-2",
          "openai-java", // OkHttp 4
          "commons-httpclient-3",
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
          "async-http-client-2", // Netty 4.1
          "async-http-client-3", // Netty 4.2
          "armeria", // Netty 4.2
          "play-ws"); // shaded Netty 4.1

  private final Checkout checkout;
  private final Jvm jvm;
  private final List<Trial> all = new ArrayList<>();

  private Trials(Checkout checkout, Jvm jvm) {
    this.checkout = checkout;
    this.jvm = jvm;
  }

  /** Those for that Java, with every case that runs on it where that is asked for. */
  static List<Trial> of(Checkout checkout, Jvm jvm, boolean everyCase) {
    Trials trials = new Trials(checkout, jvm);
    trials.cases(everyCase);
    trials.programs();
    trials.variants();
    return trials.all;
  }

  private void cases(boolean everyCase) {
    ClientCase.ALL.stream()
        .filter(client -> client.minimumJava() <= jvm.feature())
        .filter(
            client -> everyCase || (jvm.feature() != BUILDING && STACKS.contains(client.name())))
        .forEach(client -> answered(client));
  }

  private void programs() {
    add("leaks", new LeakCheck());
    if (jvm.feature() >= ClientCase.VIRTUAL_THREADS.minimumJava()) {
      add("virtual threads", new PinningCheck());
    }
    if (jvm.feature() >= ClientCase.MODULE_PATH.minimumJava()) {
      add("module path", new ModulePath());
    }
    if (Files.exists(jvm.home().resolve("bin/jlink"))) { // A JDK's, and most of these are JREs
      add("jlink, without java.management", new StrippedRuntime());
    }
  }

  private void variants() {
    ClientCase jdkClient =
        ClientCase.named(jvm.feature() >= 11 ? "simple-openai" : "http-url-connection");
    answered(ClientCase.named("openai-java"), "-XX:+UseSerialGC", "-Xmx64m");
    // What is woven into the JDK is verified by this option alone
    answered(jdkClient, "-Xverify:all");
    if (jvm.feature() >= BUILDING) {
      // Older packages bring no archive of the JDK's own classes, and make none of an application's
      answered(jdkClient, "-Xshare:off");
      add("-Xshare:auto, the application's class archive", new ClassArchive());
    }
  }

  private void answered(ClientCase client, String... options) {
    String name = options.length == 0 ? "" : String.join(" ", options) + ", ";
    all.add(
        new Trial(
            jvm,
            List.of(options),
            name + client.name(),
            checkout.version(client),
            Check.answersOf(client)));
  }

  private void add(String name, Check check) {
    all.add(new Trial(jvm, List.of(), name, "", check));
  }
}
