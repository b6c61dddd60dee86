import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Somebody's program with a placeholder for a key: asks for the models and prints the status. */
public final class Ask {

  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.out.println("answered with " + status());
  }

  static int status() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(System.getenv("FOUNDRY_RESOURCE_URL") + "/openai/v1/models"))
            .header("authorization", "Bearer placeholder")
            .build();
    return HttpClient.newHttpClient()
        .send(request, HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
