package io.foundryidentity.agent.bootstrap;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Installs targets whose requests may have their key in the header {@code api-key}. */
final class WithKeyHeader implements BeforeEachCallback, AfterEachCallback {

  @Override
  public void beforeEach(ExtensionContext test) {
    AuthorizationBridge.install(
        new TestedTarget() {
          @Override
          public String[] keyHeaders() {
            return new String[] {"api-key"};
          }
        });
  }

  @Override
  public void afterEach(ExtensionContext test) {
    AuthorizationBridge.install(null);
  }
}
