package io.foundryidentity.runner.clients;

import io.foundryidentity.runner.cases.ClientCase;

/** One client for each of the most used HTTP stacks, in each build. */
final class UsualClientsIT extends RealClients {

  UsualClientsIT() {
    super(ClientCase.selection());
  }
}
