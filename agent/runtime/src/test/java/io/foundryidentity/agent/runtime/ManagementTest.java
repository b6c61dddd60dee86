package io.foundryidentity.agent.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.configuration.Configuration;
import io.foundryidentity.agent.core.configuration.ConfigurationException;
import io.foundryidentity.agent.core.token.BearerToken;
import io.foundryidentity.agent.core.token.Scheduler;
import io.foundryidentity.agent.core.token.TokenSource;
import io.foundryidentity.agent.core.token.TokenSourceException;
import io.foundryidentity.agent.instrumentation.support.DetectedClients;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** The MXBeans of the agent, of its targets and of its tokens, in an MBean server of the test. */
class ManagementTest {

  private static final String A = "https://a.openai.azure.com";
  private static final String B = "https://b.openai.azure.com";
  private static final String SCOPE = "https://cognitiveservices.azure.com/.default";

  private final MBeanServer server = MBeanServerFactory.newMBeanServer();
  private final AtomicReference<String> failure = new AtomicReference<>();
  private final RunningAgent agent = new RunningAgent(hosts(A));
  private final ConfiguredTargets targets =
      ConfiguredTargets.of(
          hosts(A), (identity, scope) -> source(), new AtOnce(), agent.recentEvents());
  private final Management management = new Management(server, agent);

  private TokenSource source() {
    return () -> {
      String reason = failure.get();
      if (reason != null) {
        throw new TokenSourceException(reason, null);
      }
      return new BearerToken("secret", System.currentTimeMillis() + 3_600_000, 0);
    };
  }

  private static Configuration hosts(String hosts) {
    try {
      return Configuration.read("credential=managed-identity,hosts=" + hosts, ClientNames.ALL);
    } catch (ConfigurationException mistake) {
      throw new AssertionError(mistake);
    }
  }

  private void start() throws Exception {
    agent.started(targets, new DetectedClients());
    management.begin("1.2.3");
    management.update();
    agent.recentEvents().onEach(management::update);
  }

  private static ObjectName agentName() throws Exception {
    return new ObjectName("io.foundryidentity:type=Agent");
  }

  private static ObjectName target(String url) throws Exception {
    return new ObjectName("io.foundryidentity:type=Target,target=" + ObjectName.quote(url));
  }

  private ObjectName token() throws Exception {
    return server
        .queryNames(new ObjectName("io.foundryidentity:type=Token,*"), null)
        .iterator()
        .next();
  }

  @Test
  void it_is_there_before_the_first_request_and_says_that_no_token_was_asked_for()
      throws Exception {
    start();

    assertThat(server.getAttribute(agentName(), "Ready")).isEqualTo(false);
    assertThat(server.getAttribute(agentName(), "ReadyNumber")).isEqualTo(0);
    assertThat(server.getAttribute(agentName(), "NotReady"))
        .isEqualTo("no token was asked for yet");
    assertThat(server.getAttribute(target(A + ":443"), "AuthorizedRequests")).isEqualTo(0L);
    assertThat(server.queryNames(new ObjectName("io.foundryidentity:type=Token,*"), null))
        .isEmpty();
  }

  @Test
  void the_first_failure_is_the_reason_and_the_token_has_a_bean_from_then_on() throws Exception {
    start();
    failure.set("the endpoint answered 503");
    targets.prefetch();

    assertThat(server.getAttribute(agentName(), "NotReady"))
        .isEqualTo("no token: the endpoint answered 503");
    assertThat(server.getAttribute(agentName(), "FetchesFailed")).isEqualTo(1L);
    assertThat((String[]) server.getAttribute(agentName(), "Events"))
        .anySatisfy(line -> assertThat(line).contains("no token: ", "answered 503"));
    assertThat(server.getAttribute(token(), "FetchesFailed")).isEqualTo(1L);
    assertThat(server.getAttribute(token(), "FailuresInARow")).isEqualTo(1);
    assertThat(server.getAttribute(token(), "Usable")).isEqualTo(false);
    assertThat(server.getAttribute(token(), "UsableNumber")).isEqualTo(0);
    assertThat(server.getAttribute(token(), "ExpiresInSeconds")).isEqualTo(0L);
    assertThat(server.getAttribute(token(), "ExpiresAtSeconds")).isEqualTo(0L);
    assertThat(server.getAttribute(token(), "AgeSeconds")).isEqualTo(0L);
    assertThat(server.getAttribute(token(), "Failure")).isEqualTo("the endpoint answered 503");
  }

  @Test
  void a_token_has_plain_numbers_and_is_never_shown() throws Exception {
    start();
    targets.prefetch();

    assertThat(server.getAttribute(agentName(), "Ready")).isEqualTo(true);
    assertThat(server.getAttribute(agentName(), "ReadyNumber")).isEqualTo(1);
    assertThat(server.getAttribute(agentName(), "NotReady")).isNull();
    assertThat(server.getAttribute(agentName(), "FetchesSucceeded")).isEqualTo(1L);
    assertThat((Long) server.getAttribute(token(), "ExpiresInSeconds")).isBetween(3_000L, 3_600L);
    assertThat((Long) server.getAttribute(token(), "AgeSeconds")).isBetween(0L, 600L);
    assertThat((Long) server.getAttribute(token(), "LastFetchMillis"))
        .isEqualTo(server.getAttribute(agentName(), "FetchMillisTotal"));
    assertThat(server.getAttribute(token(), "State")).isEqualTo("good");
    assertThat(server.getAttribute(agentName(), "Status").toString())
        .contains("\"fetchesSucceeded\":1", "\"events\":[")
        .doesNotContain("secret");
  }

  @Test
  void the_name_of_a_token_is_quoted() throws Exception {
    start();
    targets.prefetch();

    assertThat(ObjectName.unquote(token().getKeyProperty("token")))
        .endsWith(" for " + SCOPE)
        .isEqualTo(server.getAttribute(token(), "Token"));
  }

  @Test
  void a_reload_changes_the_beans_of_targets() throws Exception {
    start();

    agent.use(hosts(B));
    assertThat(server.isRegistered(target(A + ":443"))).isFalse();
    assertThat(server.isRegistered(target(B + ":443"))).isTrue();
    assertThat(server.isRegistered(agentName())).isTrue();
  }

  @Test
  void what_somebody_else_has_removed_is_no_failure() throws Exception {
    start();
    server.unregisterMBean(target(A + ":443"));

    agent.use(hosts(B));
    assertThat(server.isRegistered(target(B + ":443"))).isTrue();
  }

  @Test
  void the_switch_is_an_event() throws Exception {
    start();
    agent.switchTo(false);

    String[] events = (String[]) server.getAttribute(agentName(), "Events");
    assertThat(events[events.length - 1]).endsWith("Z switched off at run time");
    assertThat(server.getAttribute(agentName(), "Ready")).isEqualTo(false);
  }

  @Test
  void each_bean_and_each_attribute_has_a_description() throws Exception {
    start();
    targets.prefetch();

    for (ObjectName name : server.queryNames(new ObjectName("io.foundryidentity:*"), null)) {
      MBeanInfo info = server.getMBeanInfo(name);
      assertThat(info.getDescription()).contains(" ").doesNotContain("Information on");
      assertThat(info.getAttributes())
          .allSatisfy(each -> assertThat(each.getDescription()).contains(" "));
      assertThat(info.getDescriptor().getFieldValue("mxbean")).isEqualTo("true");
    }
    assertThat(server.queryNames(new ObjectName("io.foundryidentity:*"), null)).hasSize(3);
  }

  @Test
  void targets_and_tokens_have_numbers_booleans_and_text_only() throws Exception {
    start();
    targets.prefetch();

    for (ObjectName name : Arrays.asList(target(A + ":443"), token())) {
      assertThat(server.getMBeanInfo(name).getAttributes())
          .extracting(MBeanAttributeInfo::getType)
          .isSubsetOf("long", "int", "boolean", "java.lang.String");
    }
  }

  @Test
  void the_platform_server_is_found_once_it_is_there() {
    java.lang.management.ManagementFactory.getPlatformMBeanServer();
    assertThat(Management.isServerThere()).isTrue();
  }

  /** Runs tasks at once, and none that is planned for later. */
  private static final class AtOnce implements Scheduler {

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public Future<?> schedule(Runnable task, long delayMillis) {
      return new CompletableFuture<Void>();
    }
  }
}
