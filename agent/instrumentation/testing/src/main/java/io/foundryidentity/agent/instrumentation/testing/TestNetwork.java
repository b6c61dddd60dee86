package io.foundryidentity.agent.instrumentation.testing;

import io.foundryidentity.agent.bootstrap.AuthorizationBridge;
import io.foundryidentity.agent.core.targets.TargetParser;
import io.foundryidentity.agent.core.targets.TargetTable;
import io.foundryidentity.simulator.Foundry;
import io.foundryidentity.simulator.Proxy;
import io.foundryidentity.simulator.Simulator;
import io.foundryidentity.simulator.Stranger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * The servers that conformance tests call, and the authorizer for them; one for each test JVM.
 *
 * <p>Targets are {@code https://localhost} on Foundry's TLS port, {@code http://127.0.0.1} on its
 * plain port, and two where a token would be a leak: {@code https://localhost} on the plain port,
 * where no TLS answers, and both names on the impostor's port, whose certificate is for another
 * one.
 */
public final class TestNetwork {

  private static final TestNetwork ONLY = new TestNetwork();

  private final Simulator simulator = Simulator.builder().start();
  private final TestAuthorizer authorizer;

  private TestNetwork() {
    Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
    List<String> targets =
        List.of(
            "https://localhost:" + simulator.foundry().port(),
            "http://127.0.0.1:" + simulator.foundry().plainPort(),
            "https://localhost:" + simulator.foundry().plainPort(),
            "https://localhost:" + simulator.impostor().port(),
            "https://127.0.0.1:" + simulator.impostor().port());
    authorizer =
        new TestAuthorizer(
            TargetTable.of(targets.stream().map(TargetParser::parse).toList(), targets),
            () -> simulator.identity().issue("https://cognitiveservices.azure.com"));
    AuthorizationBridge.install(authorizer);
  }

  /** The one network, reset to its initial state. */
  public static TestNetwork fresh() {
    ONLY.reset();
    return ONLY;
  }

  private void reset() {
    authorizer.reset();
    foundry().refuseNext(0);
    foundry().acceptAll();
    foundry().resumeStreams();
    foundry().clear();
    stranger().clear();
    impostor().clear();
    proxy().clear();
  }

  /** One more target, until the next reset: a server of the case's own. */
  public void alsoTarget(String target) {
    List<String> more = List.of(target);
    authorizer.add(TargetTable.of(more.stream().map(TargetParser::parse).toList(), more));
  }

  public Simulator simulator() {
    return simulator;
  }

  public TestAuthorizer authorizer() {
    return authorizer;
  }

  public Foundry foundry() {
    return simulator.foundry();
  }

  public Stranger stranger() {
    return simulator.stranger();
  }

  public Stranger impostor() {
    return simulator.impostor();
  }

  public Proxy proxy() {
    return simulator.proxy();
  }

  /**
   * What a client needs to trust every server here; a context of its own each time, as the JDK
   * resumes a context's sessions without a look at the names.
   */
  public SSLContext trust() {
    return TlsProvider.context(NamelessTrust.withNames(simulator.certificates()));
  }

  /** The same trust for a client that does not compare a host with its certificate. */
  public SSLContext trustWithoutNames() {
    return TlsProvider.context(NamelessTrust.of(simulator.certificates()));
  }

  public InetSocketAddress proxyAddress() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy().port());
  }

  /** On a target, over TLS. */
  public URI target(String path) {
    return URI.create("https://localhost:" + foundry().port() + path);
  }

  /** On the one target without TLS: a loopback literal, written with its scheme. */
  public URI plainTarget(String path) {
    return URI.create("http://127.0.0.1:" + foundry().plainPort() + path);
  }

  /** On a target's host and port, but without the TLS that the target names. */
  public URI targetWithoutTls(String path) {
    return URI.create("http://localhost:" + foundry().plainPort() + path);
  }

  /** On a target's port under a name that is no target; the same server answers. */
  public URI otherName(String path) {
    return URI.create("https://127.0.0.1:" + foundry().port() + path);
  }

  /** On a target's name at a port that is no target; a stranger answers. */
  public URI otherPort(String path) {
    return URI.create("https://localhost:" + stranger().port() + path);
  }

  /** On a target whose server has a valid certificate for another name. */
  public URI impostor(String path) {
    return URI.create("https://localhost:" + impostor().port() + path);
  }

  /** The same by its address, to which a client can send the server name of its choice. */
  public URI impostorByAddress(String path) {
    return URI.create("https://127.0.0.1:" + impostor().port() + path);
  }

  /** On a server that shares neither name nor port with a target. */
  public URI stranger(String path) {
    return URI.create("https://127.0.0.1:" + stranger().port() + path);
  }

  /** On a server that shares neither name nor port with a target, without TLS. */
  public URI plainStranger(String path) {
    return URI.create("http://localhost:" + stranger().plainPort() + path);
  }

  /** A path of Foundry's server that redirects, under whatever name and with or without TLS. */
  public static String redirect(int status, URI to) {
    return "/redirect?status="
        + status
        + "&to="
        + URLEncoder.encode(to.toString(), StandardCharsets.UTF_8);
  }
}
