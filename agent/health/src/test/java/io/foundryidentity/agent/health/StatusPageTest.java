package io.foundryidentity.agent.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class StatusPageTest {

  private static String page(SomeHealth health) {
    return StatusPage.of(health.now(), System.currentTimeMillis(), true);
  }

  @Test
  void it_shows_readiness_targets_tokens_clients_and_events() {
    String page =
        page(
            new SomeHealth()
                .target("https://a.example", true, true)
                .token("default for scope")
                .client("okhttp", null)
                .client("netty", "a class has an unknown shape")
                .event("the first")
                .event("the second"));

    assertThat(page)
        .contains("<strong>Ready</strong>", "<title>Ready - ")
        .contains("<h3>https://a.example</h3>", "<dt>with a token</dt><dd>5</dd>", "gets a token")
        .contains("<h3>default for scope</h3>")
        .contains("<dt>signed in by</dt><dd>blueprint -&gt; default for scope</dd>")
        .containsPattern("(59|60) min left</meter>")
        .containsPattern("<dd>in (59|60) min <time")
        .contains("okhttp 1.0: active", "netty 1.0: ", "a class has an unknown shape")
        .containsSubsequence("the second", "the first");
  }

  @Test
  void it_says_why_it_is_not_ready() {
    assertThat(page(new SomeHealth().failedToken("id", "no identity is assigned")))
        .contains("<strong>Not ready</strong>: no token: no identity is assigned")
        .contains("<dd class=\"bad\">failed</dd>")
        .contains("last failure (1 in a row)</dt><dd>no identity is assigned");
    assertThat(page(new SomeHealth().token("id").notInstalled("no memory")))
        .contains("<strong>Not ready</strong>: no memory");
  }

  @Test
  void no_text_becomes_markup_and_no_secret_is_shown() {
    String script = "<script>alert('\"&')</script> " + SomeHealth.SECRET;
    assertThat(
            page(
                new SomeHealth()
                    .target(script, false, false)
                    .token(script)
                    .failedToken(script, script)
                    .client(script, script)
                    .event(script)))
        .doesNotContain("<script", "alert('", "eyJ")
        .contains("&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;");
  }

  @Test
  void its_policy_allows_its_own_style_and_nothing_else() throws Exception {
    String page = page(new SomeHealth());
    String style = page.substring(page.indexOf("<style>") + 7, page.indexOf("</style>"));
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));

    assertThat(StatusPage.POLICY)
        .startsWith("default-src 'none'; ")
        .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe", "script-src", "*");
    assertThat(page).doesNotContain("<script", "style=", "src=", "http://", "onclick");
  }

  @Test
  void it_refreshes_unless_the_reader_asks_it_not_to() {
    AgentHealth health = new SomeHealth().now();
    assertThat(StatusPage.of(health, 0, true))
        .contains("http-equiv=\"refresh\"", "href=\"/?refresh=off\"");
    assertThat(StatusPage.of(health, 0, false))
        .doesNotContain("http-equiv=\"refresh\"")
        .contains("href=\"/\"");
  }
}
