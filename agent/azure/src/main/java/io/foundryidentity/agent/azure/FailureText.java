package io.foundryidentity.agent.azure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * Says in one line why there is no token: the innermost message that matters, cut short, without
 * anything that looks like a credential, and with a word of advice where the cause is well known.
 */
final class FailureText {

  private static final int LONGEST = 400;
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  /** JSON fields of answers and parameters of requests whose values are secrets. */
  private static final Pattern SECRET_FIELDS =
      Pattern.compile(
          "(?i)((?:access_?token|refresh_?token|id_?token|client_secret|client_assertion|assertion"
              + "|password|secret)[\"']?\\s*[:=]\\s*[\"']?)[^\"'&,}\\s]+");

  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}[A-Za-z0-9_.-]*");
  private static final Pattern BEARER =
      Pattern.compile("(?i)\\b(bearer|basic) [A-Za-z0-9+/=._~-]+");

  /** Where msal4j appends the answer's headers to its message. */
  private static final Pattern ANSWER_HEADERS = Pattern.compile("Headers:.*");

  /** The library's pointers to its documentation. */
  private static final Pattern POINTERS =
      Pattern.compile("\\s*(To (further )?mitigate this issue|See the troubleshooting guide).*");

  /** What the library puts before the reason; the credential's name is told already. */
  private static final Pattern UNAVAILABLE =
      Pattern.compile("^\\w+ authentication unavailable\\. ");

  private static final String[][] ADVICE = {
    {"AADSTS7000215", "the client secret is wrong"},
    {"AADSTS7000222", "the client secret has expired"},
    {"AADSTS700016", "the tenant does not know this client id"},
    {"AADSTS700027", "the certificate is not one of this application's"},
    {"AADSTS70021", "no federated credential of the application matches this workload"},
    {"AADSTS700213", "no federated credential of the application matches this workload"},
    {"AADSTS90002", "the tenant id is wrong"},
    {"AADSTS500011", "the tenant does not know the scope's resource"},
    {
      "identity has not been assigned", "assign the identity to this machine or check its client id"
    },
    {"Identity not found", "assign the identity to this machine or check its client id"},
    {"az login", "sign in with az login"},
    {"PKIX path", "the JVM does not trust the endpoint's certificate: javax.net.ssl.trustStore"},
    {"UnknownHostException", "the name does not resolve: check DNS and HTTPS_PROXY"},
    {"timed out", "nothing answers: check the network and HTTPS_PROXY"},
  };

  private FailureText() {}

  static String of(Throwable failure) {
    Throwable telling = telling(failure);
    String message = telling.getMessage();
    String text =
        message == null || message.trim().isEmpty()
            ? telling.getClass().getSimpleName()
            : clean(message);
    return withAdvice(text);
  }

  private static String withAdvice(String text) {
    for (String[] advice : ADVICE) {
      if (text.contains(advice[0])) {
        return text.contains(advice[1]) ? text : text + " (" + advice[1] + ")";
      }
    }
    return text;
  }

  /** The innermost cause; but an I/O failure's outermost text, which names the host. */
  private static Throwable telling(Throwable failure) {
    Throwable telling = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof IOException && !(telling instanceof IOException)) {
        return t;
      }
      if (t.getMessage() != null
          && !(t instanceof UncheckedIOException)
          && !(t instanceof ExecutionException)) {
        telling = t;
      }
    }
    return telling;
  }

  static String clean(String message) {
    String text = ANSWER_HEADERS.matcher(BLANKS.matcher(message).replaceAll(" ")).replaceAll("");
    text = UNAVAILABLE.matcher(POINTERS.matcher(text).replaceAll("")).replaceAll("");
    text = SECRET_FIELDS.matcher(text).replaceAll("$1***");
    text = JWT.matcher(text).replaceAll("***");
    text = BEARER.matcher(text).replaceAll("$1 ***").trim();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
