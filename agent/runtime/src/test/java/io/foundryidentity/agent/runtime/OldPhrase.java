package io.foundryidentity.agent.runtime;

import java.util.regex.Pattern;

/** Words that messages and pages do not use, and what they say instead. */
enum OldPhrase {
  MEND("\\bmend(s|ed|ing)?\\b", "fix"),
  TO_BE_HAD("\\b(is|are|was|were|be|been) had\\b", "is available"),
  HELD_BEFORE("\\bwhat held before\\b", "the previous configuration stays active"),
  HOLDS_ON("\\bholds on(?=[,.;:)])", "stays active"),
  BUT_FOR("\\bbut for\\b|\\ball of them but\\b|\\ball else\\b", "except, everything else"),
  CAME_IN("\\b(came|comes?|coming) in(?= ?[,.;:)|])", "loads, starts, connects"),
  IS_NONE("(?<!there )\\b(is|are|was|were) none\\b", "is not one, does not exist"),
  ARE_NO("\\b(is|are) no (Java|JSON|number|file)\\b", "is not ..., not written in Java"),
  SAY(", say\\b[,.:;)]|, say an? |\\bsay,", "for example"),
  OF_WHICH("\\bof which\\b", "which"),
  WENT_OUT_AS("\\b(go|goes|going|went|gone) out (as|unsigned)\\b", "is sent unchanged"),
  STAYS_AWAY("\\bstays? (away|out of the way)\\b", "does nothing, is off"),
  LEFT_ALONE("\\bleft alone\\b", "is not instrumented, unchanged"),
  LEFT_ASIDE("\\bleft aside\\b", "is ignored"),
  STANDS("\\b(stands|stood)\\b|\\bstand (at|on|under|before|behind|beside|there)\\b", "is"),
  UNSIGNED("\\bunsigned\\b", "without a token"),
  SIGNED_REQUEST(
      "\\b(requests?|sessions?|handshakes?|nothing|none) "
          + "(is |are |was |were |be |would be |could not be |cannot be )?signed\\b(?! in)",
      "authorized, with a token"),
  SIGNS(
      "\\bsigns? (each|every|whatever|nothing|a request|requests|in place)\\b",
      "authorizes, adds a token"),
  TO_BE_SEEN("\\bto be (seen|watched)\\b", "visible"),
  TAUGHT("\\btaught\\b", "changed"),
  IN_VAIN("\\bin vain\\b", "without result"),
  ANEW("\\banew\\b", "again"),
  THE_PRESENT("\\bthe present (one|value|token|configuration)\\b", "the current ..."),
  RAN_OUT("\\b(tokens?|it|they) (ran|runs|run) out\\b", "expires"),
  SERVES_UNTIL("\\bserves until\\b", "is used until"),
  FOR_ONE("\\bfor one,", "for example"),
  AS_A_RULE("\\bas a rule\\b", "usually"),
  ARCHAIC("\\b(hence|thereof|therein|whence|thereby|albeit|lest)\\b", "so, of it, in it");

  private final Pattern form;
  private final String replacement;

  OldPhrase(String form, String replacement) {
    // A line of a page may end within a phrase, and the next one be indented
    this.form = Pattern.compile(form.replace(" ", "\\s{1,9}"), Pattern.CASE_INSENSITIVE);
    this.replacement = replacement;
  }

  Pattern form() {
    return form;
  }

  String replacement() {
    return replacement;
  }
}
