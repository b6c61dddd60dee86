package io.foundryidentity.cases.openaijava;

import com.openai.azure.credential.AzureApiKeyCredential;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.util.concurrent.TimeUnit;

/**
 * A program that runs for a while: one client, created once with one key, asks once a second.
 *
 * <p>Its argument is the number of questions. A call's name is the question's number; an answer has
 * the time that it took before it, as in {@code [12 ms] ...}.
 */
public final class Loop {

  public static void main(String[] arguments) throws InterruptedException {
    int questions = Integer.parseInt(arguments[0]);
    Foundry foundry = Foundry.from(System.getenv());
    OpenAIClient client =
        OpenAIOkHttpClient.builder()
            .baseUrl(foundry.url() + "/openai/v1")
            .credential(AzureApiKeyCredential.create(foundry.key()))
            .build();
    Calls calls = new Calls(System.out);
    Questions ask = new Questions(client);
    long start = System.nanoTime();
    for (int number = 1; number <= questions; number++) {
      calls.call(Integer.toString(number), () -> timed(ask));
      long next = start + TimeUnit.SECONDS.toNanos(number);
      if (number < questions) {
        TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
      }
    }
    client.close();
  }

  private static String timed(Questions ask) {
    long start = System.nanoTime();
    String answer = ask.chat();
    return "[" + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) + " ms] " + answer;
  }
}
