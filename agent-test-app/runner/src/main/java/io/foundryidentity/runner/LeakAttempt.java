package io.foundryidentity.runner;

import io.foundryidentity.simulator.Simulator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One request that could bring a token to somebody else.
 *
 * @param host a Host header that is not the address's own, or empty
 * @param proxyPort of the proxy to send it through, or 0
 * @param end who hears it in the end
 */
record LeakAttempt(String name, String url, String host, int proxyPort, End end) {

  /** Where a request arrives at last. */
  enum End {
    /** A target, which must get a token: a program that signs nothing leaks nothing. */
    SIGNED,
    /** Foundry without TLS, where it is no target. */
    UNSIGNED,
    /** Somebody else, to whom the application writes. */
    STRANGER,
    /** Somebody else, to whom a target has sent the client on. */
    REDIRECTED
  }

  static final String URL_CONNECTION = "HttpURLConnection";
  static final String APACHE = "Apache HttpClient";
  static final String JDK_HTTP_2 = "JDK HttpClient, HTTP/2";

  private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

  /** All of them, for the servers of a stage. */
  static List<LeakAttempt> at(Stage stage) {
    Simulator simulator = stage.simulator();
    String target = stage.foundryUrl();
    String plainTarget = plainTarget(stage);
    String name = target.substring(0, target.lastIndexOf(':'));
    String stranger = "https://127.0.0.1:" + simulator.stranger().port();
    int proxy = simulator.proxy().port();
    String itself = target.substring("https://".length());

    List<LeakAttempt> all = new ArrayList<>();
    all.add(direct("the target", target, End.SIGNED));
    all.add(direct("the plain target", plainTarget, End.SIGNED));
    for (int status : REDIRECTS) {
      all.add(redirect(status + " to another host", target, status, stranger));
      all.add(
          redirect(
              status + " to another port",
              target,
              status,
              name + ":" + simulator.stranger().port()));
      all.add(
          redirect(
              status + " to plain http",
              target,
              status,
              "http://127.0.0.1:" + simulator.stranger().plainPort()));
    }
    all.add(direct("a stranger", stranger, End.STRANGER));
    all.add(
        new LeakAttempt("a Host header that lies", stranger + "/echo", itself, 0, End.STRANGER));
    all.add(
        direct(
            "user information that lies",
            "https://" + itself + "@127.0.0.1:" + simulator.stranger().port(),
            End.STRANGER));
    all.add(
        direct(
            "the target without its TLS",
            name.replace("https:", "http:") + ":" + simulator.foundry().plainPort(),
            End.UNSIGNED));
    all.add(direct("a tunnel to the target", target, End.SIGNED).through(proxy));
    all.add(direct("a tunnel to a stranger", stranger, End.STRANGER).through(proxy));
    all.add(direct("the plain target by proxy", plainTarget, End.UNSIGNED).through(proxy));
    return all;
  }

  /** The one target without TLS: a loopback literal, written with its scheme. */
  static String plainTarget(Stage stage) {
    return "http://127.0.0.1:" + stage.simulator().foundry().plainPort();
  }

  private static LeakAttempt direct(String name, String server, End end) {
    return new LeakAttempt(name, server + "/echo", "", 0, end);
  }

  private static LeakAttempt redirect(String name, String target, int status, String to) {
    String location = URLEncoder.encode(to + "/echo", StandardCharsets.UTF_8);
    return new LeakAttempt(
        name, target + "/redirect?status=" + status + "&to=" + location, "", 0, End.REDIRECTED);
  }

  private LeakAttempt through(int port) {
    return new LeakAttempt(name, url, host, port, end);
  }

  /** Whether that stack does it at all. */
  boolean isPossible(String stack) {
    return switch (stack) {
      // Newer ones follow 308 too, but none follows to another protocol
      case URL_CONNECTION -> !name.startsWith("308") && !name.endsWith("plain http");
      case APACHE -> !name.startsWith("user information"); // Which it refuses
      // The server refuses an authority that is not the Host header's
      case JDK_HTTP_2 -> !name.endsWith("lies");
      default -> true;
    };
  }

  /** What the program calls it in a header and in its output. */
  String id(String stack) {
    return name + "/" + stack;
  }

  boolean isProxied() {
    return proxyPort != 0;
  }

  /** As the program takes it. */
  String argument() {
    return String.join("\t", name, url, host, isProxied() ? String.valueOf(proxyPort) : "");
  }
}
