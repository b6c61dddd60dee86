package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.status.AgentStatus;
import io.foundryidentity.agent.core.status.ClientStatus;
import io.foundryidentity.agent.core.status.StatusEvent;
import io.foundryidentity.agent.core.status.StatusJson;
import io.foundryidentity.agent.core.status.TargetStatus;
import io.foundryidentity.agent.core.token.TokenStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;

/**
 * The health port's one page for people: readiness, targets, tokens, clients and the last events.
 *
 * <p>It has no script, loads nothing, and refreshes itself unless the reader asks it not to.
 */
final class StatusPage {

  /** The query that keeps the page as it is, for who reads it slowly or with a screen reader. */
  static final String NO_REFRESH = "?refresh=off";

  private static final String STYLE =
      ":root{color-scheme:light dark;--line:#d0d7de;--soft:#57606a;--box:#f6f8fa;--good:#116329;"
          + "--bad:#a40e26;--link:#0550ae}"
          + "@media(prefers-color-scheme:dark){:root{--line:#3d444d;--soft:#9da7b1;--box:#151b23;"
          + "--good:#56d364;--bad:#ff8a80;--link:#79b8ff}}"
          + "*{box-sizing:border-box}"
          + "body{font:16px/1.5 system-ui,sans-serif;max-width:64rem;margin:0 auto;padding:1rem}"
          + "h1{font-size:1.35rem;margin:0}h2{font-size:1.1rem;margin:1.75rem 0 .5rem}"
          + "h3{font-size:1rem;margin:0;overflow-wrap:anywhere}"
          + "p{margin:.25rem 0}a{color:var(--link)}.soft{color:var(--soft)}"
          + ".ready,.not-ready{border:2px solid;border-radius:.5rem;padding:.5rem .75rem;"
          + "margin-top:1rem;overflow-wrap:anywhere}"
          + ".good,.ready{color:var(--good)}.bad,.not-ready{color:var(--bad)}"
          + "article{border:1px solid var(--line);border-radius:.5rem;background:var(--box);"
          + "padding:.75rem;margin-bottom:.75rem}"
          + "dl{display:grid;grid-template-columns:repeat(auto-fill,minmax(9.5rem,1fr));"
          + "gap:.5rem 1rem;margin:.5rem 0 0}dt{color:var(--soft);font-size:.85rem}"
          + "dd{margin:0;overflow-wrap:anywhere}.wide{grid-column:1/-1}"
          + ".counts{grid-template-columns:repeat(auto-fill,minmax(7.5rem,1fr))}"
          + "meter{width:100%;height:.75rem;margin-top:.5rem}"
          + "ol,ul{list-style:none;margin:0;padding:0}"
          + "li{border-top:1px solid var(--line);padding:.4rem 0;overflow-wrap:anywhere}"
          + "time{color:var(--soft);margin-right:.5rem}.moment{display:block;font-size:.85rem;white-space:nowrap}"
          + "footer{border-top:1px solid var(--line);margin-top:2rem;padding-top:.5rem;"
          + "font-size:.9rem;color:var(--soft)}";

  /** Only this page's own style may apply; nothing may load, run, be sent or be framed. */
  static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final int REFRESH_SECONDS = 10;

  private final Html html = new Html();
  private final AgentHealth health;
  private final AgentStatus status;
  private final long now;

  private StatusPage(AgentHealth health, long nowMillis) {
    this.health = health;
    this.status = health.status;
    this.now = nowMillis;
  }

  /**
   * @param nowMillis milliseconds since the epoch
   */
  static String of(AgentHealth health, long nowMillis, boolean refresh) {
    StatusPage page = new StatusPage(health, nowMillis);
    page.write(refresh);
    return page.html.toString();
  }

  private void write(boolean refresh) {
    html.markup("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .markup("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n");
    if (refresh) {
      html.markup("<meta http-equiv=\"refresh\" content=\"" + REFRESH_SECONDS + "\">\n");
    }
    html.markup("<title>")
        .text((health.isReady() ? "Ready" : "Not ready") + " - Foundry identity agent")
        .markup("</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n<main>\n")
        .markup("<h1>Foundry identity agent</h1>\n<p class=\"soft\">version ")
        .text(status.version)
        .markup("</p>\n");
    readiness();
    targets();
    tokens();
    clients();
    events();
    html.markup("</main>\n<footer>\n<p>As of <time>")
        .text(second(now))
        .markup("</time> ")
        .markup(
            refresh
                ? "This page refreshes every "
                    + REFRESH_SECONDS
                    + " seconds. <a href=\"/"
                    + NO_REFRESH
                    + "\">Stop refreshing</a>"
                : "<a href=\"/\">Refresh every " + REFRESH_SECONDS + " seconds</a>")
        .markup("</p>\n<p>Counts start when the agent loads, or its configuration changes.</p>\n")
        .markup("<p>For programs: <a href=\"/readyz\">/readyz</a>, ")
        .markup("<a href=\"/healthz\">/healthz</a>, <a href=\"/metrics\">/metrics</a></p>\n")
        .markup("</footer>\n</body>\n</html>\n");
  }

  private void readiness() {
    String why = health.notReady();
    if (why == null) {
      html.markup("<p class=\"ready\"><strong>Ready</strong></p>\n");
    } else {
      html.markup("<p class=\"not-ready\"><strong>Not ready</strong>: ").text(why).markup("</p>\n");
    }
  }

  private void targets() {
    html.markup("<section>\n<h2>Targets</h2>\n");
    for (TargetStatus target : status.targets) {
      TargetStatus.Counts counts = target.counts;
      html.markup("<article>\n<h3>").text(target.target).markup("</h3>\n<dl class=\"counts\">\n");
      html.entry("with a token", counts.signed)
          .entry("without a token", counts.unsigned)
          .entry("stopped", counts.stopped)
          .entry("refused (401)", counts.refused)
          .entry("sent again", counts.retried)
          .entry("next request", next(target))
          .markup("<div class=\"wide\"><dt>scope</dt><dd>")
          .text(String.join(", ", target.scopes))
          .markup("</dd></div>\n</dl>\n</article>\n");
    }
    if (status.targets.isEmpty()) {
      html.markup("<p>No target is configured.</p>\n");
    }
    html.markup("</section>\n");
  }

  private static String next(TargetStatus target) {
    return target.used ? target.usable ? "gets a token" : "gets no token" : "no request yet";
  }

  private void tokens() {
    html.markup("<section>\n<h2>Tokens</h2>\n");
    boolean asked = false;
    for (TokenStatus token : status.tokens) {
      if (StatusJson.isIdle(token)) {
        continue;
      }
      asked = true;
      html.markup("<article>\n<h3>").text(token.cache).markup("</h3>\n");
      life(token);
      html.markup("<dl>\n")
          .markup("<div><dt>state</dt><dd class=\"" + (token.usable ? "good" : "bad") + "\">")
          .text(StatusJson.state(token))
          .markup("</dd></div>\n");
      moment("expires", token.expiresAtMillis);
      moment("came", token.refreshedAtMillis);
      moment("asking since", token.askingSinceMillis);
      moment("next fetch", token.nextAttemptAtMillis);
      html.entry("fetched / failed", token.fetches.succeeded + " / " + token.fetches.failed);
      if (token.signedInBy != null) {
        html.markup("<div class=\"wide\"><dt>signed in by</dt><dd>")
            .text(token.signedInBy)
            .markup("</dd></div>\n");
      }
      if (token.failures > 0) {
        html.markup("<div class=\"wide\"><dt>last failure (")
            .text(token.failures)
            .markup(" in a row)</dt><dd>")
            .text(token.failure)
            .markup("</dd></div>\n");
      }
      html.markup("</dl>\n</article>\n");
    }
    if (!asked) {
      html.markup("<p>No token was asked for yet.</p>\n");
    }
    html.markup("</section>\n");
  }

  /** The token's remaining life as a bar, and in words for who cannot see it. */
  private void life(TokenStatus token) {
    long whole = (token.expiresAtMillis - token.refreshedAtMillis) / 1000;
    long left = (token.expiresAtMillis - now) / 1000;
    if (token.usable && whole > 0) {
      html.markup("<meter min=\"0\" max=\"" + whole + "\" value=\"")
          .text(Math.max(Math.min(left, whole), 0))
          .markup("\">")
          .text(length(left * 1000) + " left")
          .markup("</meter>\n");
    }
  }

  private void moment(String term, long millis) {
    if (millis != 0) {
      String distance = length(Math.abs(millis - now));
      html.markup("<div><dt>")
          .text(term)
          .markup("</dt><dd>")
          .text(millis <= now ? distance + " ago" : "in " + distance)
          .markup(" <time class=\"moment\">")
          .text(second(millis))
          .markup("</time></dd></div>\n");
    }
  }

  private void clients() {
    html.markup("<section>\n<h2>HTTP clients</h2>\n<ul>\n");
    for (ClientStatus client : status.clients) {
      html.markup("<li>")
          .text(client.client + (client.version == null ? "" : " " + client.version))
          .markup(": ");
      if (client.leftAlone == null) {
        html.markup("active</li>\n");
      } else {
        html.markup("<span class=\"bad\">not active</span>, ")
            .text(client.leftAlone)
            .markup("</li>\n");
      }
    }
    html.markup("</ul>\n");
    if (status.clients.isEmpty()) {
      html.markup("<p>No client was loaded yet.</p>\n");
    }
    html.markup("</section>\n");
  }

  private void events() {
    html.markup("<section>\n<h2>Last events</h2>\n<ol>\n");
    List<StatusEvent> newestFirst = new ArrayList<>(status.events);
    Collections.reverse(newestFirst);
    for (StatusEvent event : newestFirst) {
      html.markup("<li><time>")
          .text(second(event.atMillis))
          .markup("</time> ")
          .text(event.text)
          .markup("</li>\n");
    }
    html.markup("</ol>\n");
    if (newestFirst.isEmpty()) {
      html.markup("<p>None yet.</p>\n");
    }
    html.markup("</section>\n");
  }

  private static Instant second(long millis) {
    return Instant.ofEpochMilli(millis).truncatedTo(ChronoUnit.SECONDS);
  }

  private static String length(long millis) {
    long seconds = millis / 1000;
    return seconds < 120
        ? seconds + " s"
        : seconds < 7200
            ? seconds / 60 + " min"
            : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }

  private static String sha256(String text) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
