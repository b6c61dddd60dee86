package io.foundryidentity.agent.command;

import java.io.PrintWriter;

/**
 * Prints how to reach a gateway, on standard output only: the one place that shows a secret, as its
 * reader needs it.
 */
final class Announcement {

  private final PrintWriter out;
  private final boolean forShell;

  Announcement(PrintWriter out, boolean forShell) {
    this.out = out;
    this.forShell = forShell;
  }

  void print(String baseUrl, String secret) {
    if (forShell) {
      out.println("export FOUNDRY_GATEWAY_BASE_URL=" + quoted(baseUrl));
      out.println("export FOUNDRY_GATEWAY_BEARER_TOKEN=" + quoted(secret));
      // Some clients use a proxy even for an address of this machine.
      out.println("export NO_PROXY=\"${NO_PROXY:+$NO_PROXY,}127.0.0.1\"");
      out.println("export no_proxy=\"${no_proxy:+$no_proxy,}127.0.0.1\"");
    } else {
      out.println("base_url=" + baseUrl);
      out.println("bearer_token=" + secret);
    }
    // An empty line shows a program that reads line by line that this is the end.
    out.println();
    out.flush();
  }

  /** One word of a POSIX shell, whatever is in it. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
