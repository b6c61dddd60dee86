package io.foundryidentity.agent.dist.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.dist.program.AzureCli;
import io.foundryidentity.simulator.IdentityKind;
import io.foundryidentity.simulator.SomethingElse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A developer's machine, where something that is not IMDS answers at its address. */
@InAzure
class LookalikeIT {

  private static final String DEVELOPER = "de7e0000-0000-4000-8000-000000000001";
  private static final String TOOLS = "/tools";

  @TempDir private Path folder;
  private Path tools;

  /** The image has no shell: what runs the tool is its Java. */
  @BeforeEach
  void install() throws IOException {
    tools = Files.createDirectory(folder.resolve("tools"));
    Files.writeString(tools.resolve("az.args"), "-cp /app " + AzureCli.class.getName());
    Path az =
        Files.writeString(tools.resolve("az"), "#!/opt/java/bin/java @" + TOOLS + "/az.args\n");
    Files.setPosixFilePermissions(az, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @ParameterizedTest
  @EnumSource
  void the_developers_account_signs_in(SomethingElse other, Azure azure) throws Exception {
    azure.identity().at(IdentityKind.IMDS).somethingElse(other);
    String token =
        azure
            .identity()
            .token()
            .clientId(DEVELOPER)
            .audience("https://cognitiveservices.azure.com")
            .issue();
    try (Application application =
        azure
            .application()
            .withAgent()
            .mount(tools, TOOLS)
            .environment("PATH", TOOLS)
            .environment("DEVELOPERS_TOKEN", token)
            .start()) {
      Expected.answered(application, azure.identity().objectIdOf(DEVELOPER));
      Expected.quiet(application);
      Exchanged.unsaid(application, token);
    }
    assertThat(azure.tokenRequests()).as("nobody but IMDS is asked for a token").isEmpty();
  }
}
