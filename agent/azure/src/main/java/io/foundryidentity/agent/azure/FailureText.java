package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.output.SafeText;
import io.foundryidentity.agent.core.token.SignInAttempt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Says in one line why there is no token: the innermost message that explains it, shortened,
 * without text that looks like a credential, and with advice if the cause is well known.
 */
final class FailureText {

  private static final int LONGEST = 400;

  /** msal4j appends the answer's headers to its message. */
  private static final Pattern ANSWER_HEADERS = Pattern.compile("Headers:.*");

  /** The library's references to its documentation. */
  private static final Pattern POINTERS =
      Pattern.compile("\\s*(To (further )?mitigate this issue|See the troubleshooting guide).*");

  /** The library's text before the reason; the credential's name is in the message already. */
  private static final Pattern UNAVAILABLE =
      Pattern.compile("^\\w+ authentication unavailable\\. ");

  private static final String[][] ADVICE = {
    {"AADSTS7000215", "the client secret is wrong"},
    {"AADSTS7000222", "the client secret has expired"},
    {"AADSTS700016", "the tenant does not know this client id"},
    {"AADSTS700027", "the certificate is not one of this application's"},
    {"AADSTS70021", "no federated credential of the application matches this workload"},
    {"AADSTS700211", "no federated credential of the application has this issuer"},
    {"AADSTS700212", "the federated credential of the application has another audience"},
    {"AADSTS700213", "no federated credential of the application has this subject"},
    {"AADSTS700024", "the assertion has expired, or the clock is wrong"},
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

  /** What azure-identity says of a tool in words of its own. */
  private static final String[] TOOL_WORDS = {
    "Azure CLI not installed.",
    "Azure Developer CLI not installed.",
    "Please run 'az login' to set up account.",
    "Please run 'azd auth login'",
    "az login",
    "azd auth login"
  };

  private static final Pattern CODE = Pattern.compile("AADSTS\\d{4,9}");

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

  /** What an identity service answered instead of a token, with its own words. */
  static String answered(IdentityAnswer answer) {
    String text = answer.text() == null ? answer.code() : answer.text();
    return SignInAttempt.UNREADABLE_ANSWER.equals(answer.code())
        ? clean(String.valueOf(text))
        : withAdvice("HTTP " + answer.receivedStatus() + (text == null ? "" : ": " + clean(text)));
  }

  private static String withAdvice(String text) {
    for (String[] advice : ADVICE) {
      if (contains(text, advice[0])) {
        return text.contains(advice[1]) ? text : text + " (" + advice[1] + ")";
      }
    }
    return text;
  }

  /** A code is not one that only begins with it: AADSTS70021 is not in AADSTS700213. */
  private static boolean contains(String text, String words) {
    int at = text.indexOf(words);
    int end = at + words.length();
    return at >= 0 && (end == text.length() || !Character.isDigit(text.charAt(end)));
  }

  /** The innermost cause; for an I/O failure the outermost one, whose text names the host. */
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

  /**
   * As {@link #of}, for a developer's tool: the library quotes what the tool printed, which may be
   * a token in any form, so only words that are known are told.
   */
  static String ofTool(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (isOwn(t)) {
        return of(t);
      }
    }
    StringBuilder said = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      said.append(t.getMessage()).append(' ');
    }
    for (String words : TOOL_WORDS) {
      if (said.indexOf(words) >= 0) {
        return words;
      }
    }
    Matcher code = CODE.matcher(said);
    return withAdvice(
        (code.find() ? code.group() + ": " : "")
            + "the tool failed; what it printed is not shown, as it may hold a token");
  }

  /** An exception that was made by this agent's own code, in words of its own. */
  private static boolean isOwn(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return trace.length > 0 && trace[0].getClassName().startsWith("io.foundryidentity.");
  }

  static String clean(String message) {
    // Without secrets first: what is cut off before cannot be recognised any more
    String text = ANSWER_HEADERS.matcher(SafeText.line(message)).replaceAll("");
    text = UNAVAILABLE.matcher(POINTERS.matcher(text).replaceAll("")).replaceAll("").trim();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }
}
