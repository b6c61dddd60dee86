package com.github.copilot.rpc;

import java.util.concurrent.CompletableFuture;

/** An application's own callback. */
@FunctionalInterface
public interface BearerTokenProvider {

  CompletableFuture<String> getToken(ProviderTokenArgs args);
}
