package io.foundryidentity.agent.instrumentation.httpurlconnection;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.instrumentation.testing.InstrumentedJvm;
import io.foundryidentity.agent.instrumentation.testing.TestNetwork;
import io.foundryidentity.simulator.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;

/**
 * An application that asks TLS for another server name, though it checks names: the JDK then
 * accepts a certificate for either name.
 */
class OtherServerNameTest {

  private final TestNetwork network = TestNetwork.fresh();

  @Test
  void a_certificate_for_the_name_that_a_socket_factory_asks_for_brings_no_token()
      throws Exception {
    InstrumentedJvm.instrument(new HttpUrlConnectionInstrumentation());
    HttpsURLConnection connection =
        (HttpsURLConnection) network.impostorByAddress("/echo").toURL().openConnection();
    connection.setSSLSocketFactory(new AskingForImpostor(network.trust().getSocketFactory()));
    connection.setRequestProperty("Authorization", "Bearer placeholder");

    assertThat(connection.getResponseCode()).isEqualTo(200);
    assertThat(network.impostor().requests()).hasSize(1);
    assertThat(network.impostor().requests().get(0).headers().all("authorization"))
        .containsExactly("Bearer placeholder");
    assertThat(network.authorizer().unproven())
        .containsExactly("the server's certificate is for impostor.test, not for 127.0.0.1");
  }

  private static final class AskingForImpostor extends SSLSocketFactory {

    private final SSLSocketFactory factory;

    AskingForImpostor(SSLSocketFactory factory) {
      this.factory = factory;
    }

    private static Socket ask(Socket socket) {
      SSLParameters parameters = ((SSLSocket) socket).getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(CertificateAuthority.IMPOSTOR)));
      ((SSLSocket) socket).setSSLParameters(parameters);
      return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
      return ask(factory.createSocket());
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
        throws IOException {
      return ask(factory.createSocket(socket, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      return ask(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      return ask(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      return ask(factory.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      return ask(factory.createSocket(host, port, local, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
      return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
      return factory.getSupportedCipherSuites();
    }
  }
}
