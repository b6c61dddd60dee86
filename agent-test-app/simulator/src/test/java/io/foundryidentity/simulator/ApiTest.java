package io.foundryidentity.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
final class ApiTest {
  private static Simulator simulator;
  private static Client client;

  @BeforeAll
  static void start() {
    simulator = Simulator.builder().start();
    client = new Client(simulator);
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/openai/v1/chat/completions",
        "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21",
        "/models/chat/completions?api-version=2024-05-01-preview",
        "/openai/v1/responses",
        "/openai/responses?api-version=2025-04-01-preview",
        "/anthropic/v1/messages",
        "/api/projects/demo/openai/v1/chat/completions"
      })
  void each_form_of_the_api_names_the_model_and_who_signed_in(String path) throws Exception {
    HttpResponse<String> answer = post(path, "{\"model\":\"gpt-4o\"}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("Hello from gpt-4o, signed in as ")
        .contains(simulator.identity().systemAssignedObjectId());
  }

  @Test
  void a_prompt_can_make_the_model_use_a_shell_before_it_answers() throws Exception {
    String path = "/openai/v1/chat/completions";
    String begin =
        "{\"stream\":true,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"bash\"}}],"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Run `sleep 1` 1 times\"}";
    assertThat(post(path, begin + "]}").body()).contains("tool_calls").contains("sleep 1");
    assertThat(post(path, begin + ",{\"role\":\"tool\",\"content\":\"\"}]}").body())
        .doesNotContain("tool_calls")
        .contains("Hello");
  }

  @ParameterizedTest
  @CsvSource({
    "/openai/v1/chat/completions, tool_calls",
    "/openai/v1/responses, function_call",
  })
  void a_model_can_ask_for_tools_before_each_answer(String path, String call) throws Exception {
    simulator.foundry().longTurns(1, Duration.ofMillis(1));
    try {
      String tool =
          "\"tools\":[{\"type\":\"function\",\"name\":\"view\",\"function\":{\"name\":\"view\"}}],";
      for (String stream : List.of("", "\"stream\":true,")) {
        String begin = "{" + stream + tool + "\"messages\":[{\"role\":\"user\"}";
        String done = ",{\"role\":\"tool\"}]}";
        assertThat(post(path, begin + "]}").body()).contains("\"" + call + "\"", "view");
        assertThat(post(path, begin + done).body()).contains("Hello").doesNotContain(call);
      }
      assertThat(post(path, "{\"input\":\"a text\"}").body()).contains("Hello");
    } finally {
      simulator.foundry().longTurns(0, Duration.ZERO);
    }
  }

  @Test
  void a_prompt_can_make_the_model_start_another_agent_before_it_answers() throws Exception {
    String path = "/openai/v1/chat/completions";
    String begin =
        "{\"stream\":true,\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"task\"}}],\"messages\":[{\"role\":\"user\",\"content\":\"Let"
            + " another agent say hello 1 times\"}";
    assertThat(post(path, begin + "]}").body()).contains("tool_calls").contains("general-purpose");
    assertThat(post(path, begin + ",{\"role\":\"tool\",\"content\":\"\"}]}").body())
        .doesNotContain("tool_calls")
        .contains("Hello");
  }

  @Test
  void the_deployment_in_the_path_is_the_model_where_the_body_names_none() throws Exception {
    String path = "/openai/deployments/my-deployment/chat/completions?api-version=2024-10-21";
    assertThat(post(path, "{}").body()).contains("\"model\":\"my-deployment\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"input\":\"a\"}|1|[0.25,-0.5,0.75,1.0]",
        "{\"input\":[\"a\",\"b\"]}|2|[0.25,-0.5,0.75,1.0]",
        "{\"input\":[1,2,3]}|1|[0.25,-0.5,0.75,1.0]",
        "{\"input\":\"a\",\"encoding_format\":\"base64\"}|1|\"AACAPgAAAL8AAEA/AACAPw==\""
      })
  void embeddings_come_as_numbers_or_base64_one_for_each_input(
      String body, int count, String vector) throws Exception {
    HttpResponse<String> answer = post("/openai/v1/embeddings", body);
    assertThat(new JsonObject(answer.body()).getJsonArray("data")).hasSize(count);
    assertThat(answer.body()).contains("\"embedding\":" + vector);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/projects/demo/agents", "/api/projects/demo/agents/helper"})
  void an_agent_of_a_project_says_who_signed_in(String path) throws Exception {
    HttpResponse<String> answer = client.get(client.foundry(path), "Authorization", token());
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body())
        .contains("signed in as " + simulator.identity().systemAssignedObjectId());
  }

  @Test
  void without_a_project_there_are_no_agents() throws Exception {
    assertThat(client.get(client.foundry("/agents"), "Authorization", token()).statusCode())
        .isEqualTo(404);
  }

  @Test
  void the_models_are_listed() throws Exception {
    HttpResponse<String> answer =
        client.get(client.foundry("/openai/v1/models"), "Authorization", token());
    assertThat(answer.body()).contains("\"object\":\"list\"", "\"id\":\"gpt-4o\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/openai/v1/unknown", "/", "/openai/deployments/x"})
  void an_unknown_path_is_not_found(String path) throws Exception {
    assertThat(post(path, "{}").statusCode()).isEqualTo(404);
  }

  @Test
  void a_malformed_body_is_a_bad_request() throws Exception {
    assertThat(post("/openai/v1/chat/completions", "{\"model\":").statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @EnumSource(Version.class)
  void an_event_arrives_while_the_stream_is_still_held_back(Version version) throws Exception {
    simulator.foundry().pauseStreams();
    HttpRequest request =
        HttpRequest.newBuilder(client.foundry("/openai/v1/chat/completions"))
            .version(version)
            .header("Authorization", token())
            .POST(BodyPublishers.ofString("{\"model\":\"gpt-4o\",\"stream\":true}"))
            .build();
    var answer = client.http().send(request, BodyHandlers.ofInputStream());
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("text/event-stream");
    List<String> events = new ArrayList<>();
    try (var in =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      // Returns while the gate is shut, so it cannot have waited for the rest.
      assertThat(in.readLine()).contains("\"role\":\"assistant\"");
      simulator.foundry().resumeStreams();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (!line.isEmpty()) {
          events.add(line.substring("data: ".length()));
        }
      }
    } finally {
      simulator.foundry().resumeStreams();
    }
    assertThat(events).hasSizeGreaterThan(5).last().isEqualTo("[DONE]");
    StringBuilder text = new StringBuilder();
    for (String event : events.subList(0, events.size() - 1)) {
      JsonObject choice = new JsonObject(event).getJsonArray("choices").getJsonObject(0);
      text.append(choice.getJsonObject("delta").getString("content", ""));
    }
    assertThat(text)
        .hasToString(
            "Hello from gpt-4o, signed in as "
                + simulator.identity().systemAssignedObjectId()
                + ".");
  }

  @Test
  void usage_comes_last_in_a_stream_where_it_is_asked_for() throws Exception {
    String body = "{\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    assertThat(post("/openai/v1/chat/completions", body).body())
        .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":11");
  }

  @Test
  void a_response_streams_its_typed_events_in_order() throws Exception {
    String stream = post("/openai/v1/responses", "{\"model\":\"m\",\"stream\":true}").body();
    assertThat(stream)
        .containsSubsequence(
            "event: response.created\n",
            "event: response.in_progress\n",
            "event: response.output_item.added\n",
            "event: response.content_part.added\n",
            "event: response.output_text.delta\n",
            "event: response.output_text.done\n",
            "event: response.content_part.done\n",
            "event: response.output_item.done\n",
            "event: response.completed\n");
  }

  @Test
  void a_message_streams_anthropics_events_in_order() throws Exception {
    String stream = post("/anthropic/v1/messages", "{\"model\":\"m\",\"stream\":true}").body();
    assertThat(stream)
        .containsSubsequence(
            "event: message_start\n",
            "event: content_block_start\n",
            "event: content_block_delta\n",
            "event: content_block_stop\n",
            "event: message_delta\n",
            "event: message_stop\n");
  }

  @Test
  void echo_answers_what_it_received_but_never_the_authorization() throws Exception {
    HttpResponse<String> answer = post("/echo?x=1", "hello");
    JsonObject body = new JsonObject(answer.body());
    assertThat(body.getString("method")).isEqualTo("POST");
    assertThat(body.getString("path")).isEqualTo("/echo?x=1");
    assertThat(body.getString("body")).isEqualTo("hello");
    assertThat(answer.body()).doesNotContain("Bearer", "eyJ");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_comes_before_any_check(int status) throws Exception {
    String to = "https://stranger.example:1/x";
    HttpResponse<String> answer =
        client.get(client.foundry("/redirect?status=" + status + "&to=" + to));
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Location")).contains(to);
  }

  private static HttpResponse<String> post(String path, String body) throws Exception {
    return client.post(client.foundry(path), body, "Authorization", token());
  }

  private static String token() {
    return "Bearer " + simulator.identity().issue("https://ai.azure.com");
  }
}
