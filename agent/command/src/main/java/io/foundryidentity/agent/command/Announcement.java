package io.foundryidentity.agent.command;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Prints how to reach a gateway, on standard output only: the one place that shows a secret, as its
 * reader needs it.
 */
final class Announcement {

  private final PrintWriter out;
  private final @Nullable ExportForm form;
  private final @Nullable String secretFile;

  /**
   * @param form null for the gateway's address and secret alone
   * @param secretFile where the secret is; null if it is only printed here
   */
  Announcement(PrintWriter out, @Nullable ExportForm form, @Nullable String secretFile) {
    this.out = out;
    this.form = form;
    this.secretFile = secretFile;
  }

  void print(String baseUrl, ClientEnvironment client) {
    if (form == null) {
      out.println("base_url=" + baseUrl);
      // A container's output is kept, and read by more than those who may read the file.
      out.println(
          secretFile == null ? "bearer_token=" + client.secret() : "secret_file=" + secretFile);
    } else {
      form.lines(client, System.getenv()).forEach(out::println);
    }
    // An empty line shows a program that reads line by line that this is the end.
    out.println();
    out.flush();
  }
}
