package io.foundryidentity.agent.azure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImdsFormTest {

  @ParameterizedTest
  @ValueSource(strings = {"IMDS/150.870.65.1854", "imds/1", " IMDS/150.870.65.1325 ", "IMDS/"})
  void the_service_names_itself(String server) {
    assertThat(ImdsForm.isOwn(server, "<html>")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "squid", "Microsoft-IIS/10.0", "nginx IMDS/1", "IMDS", "IMDSx/1"})
  void another_server_is_another_server(String server) {
    assertThat(ImdsForm.isOwn(server, "<html>")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":\"invalid_request\",\"error_description\":\"Identity not found\"}",
        "{\"error\":\"bad_request_102\",\"error_description\":\"x\",\"more\":[1,{\"a\":2}]}",
        "\ufeff {\"error_description\":\"x\",\"error\":\"Too-Many.1\"}",
        "{\"access_token\":\"opaque\"}",
      })
  void errors_and_tokens_in_the_form_of_the_service_are_its_own(String body) {
    assertThat(ImdsForm.isOwn(null, body)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "error",
        "{}",
        "[]",
        "null",
        "{\"error\":\"invalid_request\"}",
        "{\"error\":\"invalid_request\",\"error_description\":\"\"}",
        "{\"error\":\"invalid_request\",\"error_description\":null}",
        "{\"error\":\"\",\"error_description\":\"x\"}",
        "{\"error\":\"Not Found\",\"error_description\":\"x\"}",
        "{\"error\":404,\"error_description\":\"x\"}",
        "{\"error\":{\"code\":\"a\"},\"error_description\":\"x\"}",
        "{\"error\":\"invalid_request\",\"error_description\":\"cut",
        "{\"access_token\":\"\"}",
        "{\"access_token\":1}",
      })
  void other_json_is_not(String body) {
    assertThat(ImdsForm.isOwn(null, body)).isFalse();
  }

  @Test
  void a_code_of_any_length_is_not_a_code() {
    assertThat(
            ImdsForm.isOwn(
                null, "{\"error\":\"" + "x".repeat(65) + "\",\"error_description\":\"x\"}"))
        .isFalse();
  }

  @Test
  void the_firmwares_asset_tag_or_the_guest_agents_folder_tells_a_machine_of_azure(
      @TempDir Path folder) throws Exception {
    Path tag = folder.resolve("tag");
    File none = folder.resolve("none").toFile();
    assertThat(new AzureMachine(tag.toFile(), null).isHere()).isFalse();
    assertThat(new AzureMachine(tag.toFile(), none).isHere()).isFalse();
    assertThat(new AzureMachine(tag.toFile(), folder.toFile()).isHere()).isTrue();
    for (String other : new String[] {"", "\n", "None\n", "7783-7084-3265-9085-8269-3286-7"}) {
      Files.writeString(tag, other);
      assertThat(new AzureMachine(tag.toFile(), null).isHere()).isFalse();
    }
    Files.writeString(tag, "7783-7084-3265-9085-8269-3286-777\n");
    assertThat(new AzureMachine(tag.toFile(), null).isHere()).isFalse();
    Files.writeString(tag, "7783-7084-3265-9085-8269-3286-77\n");
    assertThat(new AzureMachine(tag.toFile(), null).isHere()).isTrue();
  }
}
