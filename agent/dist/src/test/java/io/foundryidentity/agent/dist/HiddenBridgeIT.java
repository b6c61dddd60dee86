package io.foundryidentity.agent.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.InHidingLoader;
import io.foundryidentity.agent.dist.program.InPolitelyHidingLoader;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.Simulator;
import java.io.File;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import okio.Buffer;
import org.junit.jupiter.api.Test;

/** A client in a class loader that does not delegate the bridge's package. */
class HiddenBridgeIT {

  @Test
  void a_client_in_a_loader_that_hides_the_bridge_is_signed_all_the_same() {
    try (Simulator simulator = Simulator.builder().start()) {
      String target = "https://localhost:" + simulator.foundry().port();
      ChildJvm.Ended ended =
          ChildJvm.running(InHidingLoader.class, bundle(), target + "/openai/v1/models")
              .agent("hosts=" + target)
              .options(simulator.certificates().trustProperties())
              .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
              .run();

      assertThat(ended.out().lines()).as(ended.err()).containsExactly("hides true", "status 200");
      assertThat(simulator.foundry().requests())
          .singleElement()
          .satisfies(
              request -> assertThat(request.headers().anyValueContains("placeholder")).isFalse());
    }
  }

  @Test
  void a_loader_that_hides_the_bridge_from_its_own_classes_alone_shows_all_of_it() {
    try (Simulator simulator = Simulator.builder().start()) {
      String target = "https://localhost:" + simulator.foundry().port();
      ChildJvm.Ended ended =
          ChildJvm.running(InPolitelyHidingLoader.class, bundle(), target + "/openai/v1/models")
              .agent("hosts=" + target)
              .options(simulator.certificates().trustProperties())
              .environment(simulator.identity().environment(IdentityKind.APP_SERVICE))
              .run();

      assertThat(ended.out().lines()).as(ended.err()).containsExactly("status 200", "finds true");
    }
  }

  private static String bundle() {
    List<Class<?>> libraries = List.of(OkHttpClient.class, Buffer.class, kotlin.Unit.class);
    return Stream.concat(
            Stream.of(ChildJvm.testClasses().toString()),
            libraries.stream()
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation().getPath()))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
