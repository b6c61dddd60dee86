package io.foundryidentity.agent.core.diagnosis;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.token.ClientCertificate;
import io.foundryidentity.agent.core.token.SignInAttempt;

/** Explains a certificate that is not used or not accepted, and any other wrong setting. */
final class CertificateCause {

  /** Before the command at the end of a reason. */
  private static final String TO_TYPE = ". What to type: ";

  private CertificateCause() {}

  static Explanation settingWrong(SignInAttempt attempt, Asked asked) {
    String reason = attempt.reason();
    if (reason.contains(" has expired: it ended on ")) {
      return new Explanation(
          Cause.CERTIFICATE_EXPIRED,
          "The certificate of the application has expired: "
              + sentence(reason)
              + " Write a new one into the file, which is read again for each token, and add it to the"
              + " application.",
          addCertificate(asked));
    }
    String words = "A setting of " + attempt.credential() + " is wrong: ";
    int command = reason.indexOf(TO_TYPE);
    return command < 0
        ? new Explanation(Cause.SETTING_WRONG, words + sentence(reason))
        : new Explanation(
            Cause.SETTING_WRONG,
            words + sentence(reason.substring(0, command)),
            PlainText.of(reason.substring(command + TO_TYPE.length())));
  }

  /** The application has another certificate, or trusts by subject name and issuer. */
  static Explanation unknown(Asked asked) {
    ClientCertificate certificate = asked.identity().certificate();
    return new Explanation(
        Cause.CERTIFICATE_UNKNOWN,
        "The certificate does not belong to this application. If the application trusts a subject"
            + " name and an issuer instead, send the chain.",
        addCertificate(asked),
        certificate == null
            ? asked.shell().set("AZURE_CLIENT_SEND_CERTIFICATE_CHAIN", "true")
            : asked.flag(Key.SEND_CERTIFICATE_CHAIN, "true"));
  }

  private static String addCertificate(Asked asked) {
    String client = PlainText.word(asked.identity().clientId());
    return "az ad app credential reset --id "
        + (client == null ? "<client id>" : client)
        + " --append --cert \"@certificate.pem\"";
  }

  private static String sentence(String text) {
    String plain = PlainText.of(text);
    return plain.endsWith(".") ? plain : plain + ".";
  }
}
