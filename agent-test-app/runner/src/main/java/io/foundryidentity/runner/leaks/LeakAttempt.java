package io.foundryidentity.runner.leaks;

import io.foundryidentity.runner.testbed.TestBed;
import io.foundryidentity.simulator.Simulator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One request that could bring a token to a server that is not a target.
 *
 * @param host a Host header that differs from the URL's host, or empty
 * @param proxyPort the port of the proxy to send it through, or 0
 * @param end where the request must arrive
 */
record LeakAttempt(String name, String url, String host, int proxyPort, End end) {

  /** Where a request arrives after all redirects. */
  enum End {
    /** A target, which must get a token: without any token there is nothing to leak. */
    AUTHORIZED,
    /** Foundry without TLS, where it is not a target. */
    WITHOUT_TOKEN,
    /** Another server, which the application calls. */
    STRANGER,
    /** Another server, to which a target has redirected the client. */
    REDIRECTED
  }

  static final String URL_CONNECTION = "HttpURLConnection";
  static final String APACHE = "Apache HttpClient";
  static final String JDK_HTTP_2 = "JDK HttpClient, HTTP/2";

  private static final List<Integer> REDIRECTS = List.of(301, 302, 303, 307, 308);

  /** All of them, for the servers of a test bed. */
  static List<LeakAttempt> at(TestBed testBed) {
    Simulator simulator = testBed.simulator();
    String target = testBed.foundryUrl();
    String plainTarget = plainTarget(testBed);
    String name = target.substring(0, target.lastIndexOf(':'));
    String stranger = "https://127.0.0.1:" + simulator.stranger().port();
    int proxy = simulator.proxy().port();
    String itself = target.substring("https://".length());

    List<LeakAttempt> all = new ArrayList<>();
    all.add(direct("the target", target, End.AUTHORIZED));
    all.add(direct("the plain target", plainTarget, End.AUTHORIZED));
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
            End.WITHOUT_TOKEN));
    all.add(direct("a tunnel to the target", target, End.AUTHORIZED).through(proxy));
    all.add(direct("a tunnel to a stranger", stranger, End.STRANGER).through(proxy));
    all.add(direct("the plain target by proxy", plainTarget, End.WITHOUT_TOKEN).through(proxy));
    return all;
  }

  /** The only target without TLS: a loopback literal, written with its scheme. */
  static String plainTarget(TestBed testBed) {
    return "http://127.0.0.1:" + testBed.simulator().foundry().plainPort();
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

  /** Whether that stack sends such a request. */
  boolean isPossible(String stack) {
    return switch (stack) {
      // Only newer versions follow 308, and none follows to another protocol
      case URL_CONNECTION -> !name.startsWith("308") && !name.endsWith("plain http");
      case APACHE -> !name.startsWith("user information"); // It refuses them
      // The server refuses an authority that is not the Host header's
      case JDK_HTTP_2 -> !name.endsWith("lies");
      default -> true;
    };
  }

  /** Its name in a header of the request and in the program's output. */
  String id(String stack) {
    return name + "/" + stack;
  }

  boolean isProxied() {
    return proxyPort != 0;
  }

  /** As an argument of the program. */
  String argument() {
    return String.join("\t", name, url, host, isProxied() ? String.valueOf(proxyPort) : "");
  }
}
