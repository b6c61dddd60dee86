package io.foundryidentity.runner.beside;

import io.foundryidentity.runner.cases.Checkout;
import io.foundryidentity.runner.cases.ClientCase;
import io.foundryidentity.runner.process.Call;
import java.nio.file.Path;
import java.util.List;

/** Mockito's agent, which changes classes that this agent has changed or is about to change. */
final class MockitoInline extends PresentAgent {

  private static final ClientCase MOCKS =
      new ClientCase(
          "mocked clients",
          "OkHttp 4.12, Apache HttpClient 5",
          "agent-test-app/beside/mockito",
          "io.foundryidentity.beside.mockito.Main",
          17,
          "mockito-core");

  @Override
  public String name() {
    return "mockito";
  }

  @Override
  public String title() {
    return "Mockito, inline";
  }

  /** The library on the program's class path is also the agent's jar. */
  @Override
  public Path jar(Checkout checkout) {
    return checkout.libraryJar(MOCKS);
  }

  @Override
  public List<ClientCase> cases(boolean all) {
    return List.of(MOCKS);
  }

  @Override
  public boolean isOwn(Call call) {
    return call.name().startsWith("mock");
  }

  @Override
  public String note() {
    return "final classes of two clients mocked, before their use and in it";
  }

  @Override
  public Setup setUp(ClientCase client, Path folder) {
    return result -> result.calls().stream().filter(call -> isOwn(call) && call.ok()).count();
  }
}
