package io.foundryidentity.benchmark.programs;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.credential.BearerTokenCredential;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.io.IOException;

/**
 * Its first act is a call of openai-java.
 *
 * <p>Prints {@code ANSWER <nanoseconds of the call> <text>} and stays until its input ends, so that
 * it can be looked at. With {@code --when-told} it builds the client, prints {@code READY} and
 * calls when a line comes.
 */
public final class FirstCall {

  public static void main(String[] arguments) throws IOException {
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl(System.getenv("FOUNDRY_URL") + "/openai/v1")
            .credential(BearerTokenCredential.create(System.getenv("FOUNDRY_KEY")))
            .maxRetries(0)
            .build();
    ChatCompletionCreateParams question =
        ChatCompletionCreateParams.builder().model("gpt-4.1-mini").addUserMessage("Hi").build();
    if (arguments.length > 0 && arguments[0].equals("--when-told")) {
      System.out.println("READY");
      if (!skipLine()) {
        System.exit(1);
      }
    }
    long start = System.nanoTime();
    ChatCompletion answer = client.chat().completions().create(question);
    long nanos = System.nanoTime() - start;
    System.out.println(
        "ANSWER\t" + nanos + "\t" + answer.choices().get(0).message().content().orElse(""));
    while (skipLine()) {
      // Only the end of the input counts
    }
    System.exit(0); // The client's threads outlive the call
  }

  /** False at the end of the input. */
  private static boolean skipLine() throws IOException {
    int read = System.in.read();
    while (read >= 0 && read != '\n') {
      read = System.in.read();
    }
    return read >= 0;
  }
}
