package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.output.SafeText;
import org.jspecify.annotations.Nullable;

/** Collects a page; every text gets into it without secrets and escaped. */
final class Html {

  private final StringBuilder page = new StringBuilder(8 * 1024);

  /** Adds markup of this module's own. */
  Html markup(String own) {
    page.append(own);
    return this;
  }

  /** Adds a text as what it is, never as markup. */
  Html text(@Nullable Object words) {
    String safe = SafeText.line(words);
    for (int i = 0; i < safe.length(); i++) {
      char c = safe.charAt(i);
      switch (c) {
        case '&':
          page.append("&amp;");
          break;
        case '<':
          page.append("&lt;");
          break;
        case '>':
          page.append("&gt;");
          break;
        case '"':
          page.append("&quot;");
          break;
        case '\'':
          page.append("&#39;");
          break;
        default:
          page.append(c);
      }
    }
    return this;
  }

  /** Adds one entry of a description list. */
  Html entry(String term, @Nullable Object words) {
    return markup("<div><dt>").text(term).markup("</dt><dd>").text(words).markup("</dd></div>\n");
  }

  @Override
  public String toString() {
    return page.toString();
  }
}
