package io.foundryidentity.agent.instrumentation.apachehttpclient4;

import io.foundryidentity.agent.instrumentation.support.ClientInstrumentation;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.agent.instrumentation.testing.TestRequest;
import io.foundryidentity.agent.instrumentation.testing.TestResponse;
import io.foundryidentity.agent.instrumentation.testing.TestedClient;
import io.foundryidentity.simulator.CertificateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import org.apache.http.HttpHost;
import org.apache.http.client.HttpClient;
import org.apache.http.client.params.HttpClientParams;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.params.ConnManagerParams;
import org.apache.http.conn.params.ConnPerRouteBean;
import org.apache.http.conn.params.ConnRoutePNames;
import org.apache.http.conn.scheme.PlainSocketFactory;
import org.apache.http.conn.scheme.Scheme;
import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.conn.ssl.SSLSocketFactory;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.conn.tsccm.ThreadSafeClientConnManager;
import org.apache.http.params.BasicHttpParams;
import org.apache.http.params.HttpConnectionParams;
import org.apache.http.params.HttpParams;

/** The client of 4.0, which all versions have. */
@SuppressWarnings("deprecation") // since 4.3
final class LegacyClient implements TestedClient {

  private final HttpClient client;

  LegacyClient(ClientConnectionManager manager) {
    this(manager, new BasicHttpParams());
  }

  private LegacyClient(ClientConnectionManager manager, HttpParams params) {
    DefaultHttpClient made = new DefaultHttpClient(manager, params);
    made.addRequestInterceptor((request, context) -> Exchange.look(context));
    made.addResponseInterceptor((response, context) -> Exchange.look(context));
    client = made; // its own execute has another return type since 4.3
  }

  /** With each timer at one second. */
  static LegacyClient impatient(ClientConnectionManager manager) {
    HttpParams params = new BasicHttpParams();
    HttpConnectionParams.setConnectionTimeout(params, 1_000);
    HttpConnectionParams.setSoTimeout(params, 1_000);
    ConnManagerParams.setTimeout(params, 1_000);
    return new LegacyClient(manager, params);
  }

  /**
   * Sets the trust in the way of all versions; the oldest does not know certificates for addresses.
   */
  static SchemeRegistry schemes(TestNetwork network) {
    CertificateAuthority certificates = network.simulator().certificates();
    SchemeRegistry schemes = new SchemeRegistry();
    schemes.register(new Scheme("http", PlainSocketFactory.getSocketFactory(), 80));
    try (InputStream store = Files.newInputStream(certificates.trustStore())) {
      KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
      trust.load(store, certificates.trustStorePassword().toCharArray());
      SSLSocketFactory tls = new SSLSocketFactory(trust);
      tls.setHostnameVerifier(SSLSocketFactory.ALLOW_ALL_HOSTNAME_VERIFIER);
      schemes.register(new Scheme("https", tls, 443));
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return schemes;
  }

  static ClientConnectionManager pool(TestNetwork network) {
    HttpParams sizes = new BasicHttpParams();
    ConnManagerParams.setMaxTotalConnections(sizes, 128);
    ConnManagerParams.setMaxConnectionsPerRoute(sizes, new ConnPerRouteBean(128));
    return new ThreadSafeClientConnManager(sizes, schemes(network));
  }

  @Override
  public ClientInstrumentation instrumentation() {
    return new ApacheHttpClient4Instrumentation();
  }

  @Override
  public Set<Ability> abilities() {
    return Exchange.abilities();
  }

  @Override
  public String version() {
    return "HTTP/1.1";
  }

  /** {@link #schemes} switches that off. */
  @Override
  public boolean checksNames() {
    return false;
  }

  @Override
  public TestResponse send(TestRequest wanted) throws IOException {
    return start(wanted).answer();
  }

  @Override
  public boolean canCancel() {
    return true;
  }

  @Override
  public Exchange start(TestRequest wanted) {
    Exchange exchange = new Exchange(client, wanted);
    HttpParams params = exchange.request.getParams();
    HttpClientParams.setRedirecting(params, wanted.followRedirects());
    if (wanted.proxy() != null) {
      params.setParameter(
          ConnRoutePNames.DEFAULT_PROXY,
          new HttpHost(wanted.proxy().getHostString(), wanted.proxy().getPort()));
    }
    return exchange;
  }

  @Override
  public void close() {
    client.getConnectionManager().shutdown();
  }
}
