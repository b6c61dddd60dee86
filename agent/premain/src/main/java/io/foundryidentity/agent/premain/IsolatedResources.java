package io.foundryidentity.agent.premain;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * URLs for the resources under {@code inst/}, read through the jar that the loader has open.
 *
 * <p>A plain {@code jar:} URL would open the file again, and keep it in a cache that the JDK shares
 * with the application.
 */
final class IsolatedResources extends URLStreamHandler {

  private final IsolatedClassLoader loader;

  IsolatedResources(IsolatedClassLoader loader) {
    this.loader = loader;
  }

  URL url(final String name) {
    return AccessController.doPrivileged(
        new PrivilegedAction<URL>() {
          @Override
          public URL run() {
            try {
              return new URL("foundry-identity", null, -1, "/" + name, IsolatedResources.this);
            } catch (MalformedURLException impossible) {
              throw new IllegalStateException(impossible);
            }
          }
        });
  }

  @Override
  protected URLConnection openConnection(URL url) {
    return new URLConnection(url) {
      @Override
      public void connect() {
        connected = true;
      }

      @Override
      public InputStream getInputStream() throws IOException {
        InputStream in = loader.open(getURL().getPath().substring(1));
        if (in == null) {
          throw new FileNotFoundException(getURL().toString());
        }
        return in;
      }
    };
  }
}
