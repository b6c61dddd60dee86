import java.io.IOException;
import java.net.http.HttpResponse;

/** The same question as a job: asks once, prints the answer's status and ends. */
public final class AskOnce {

  public static void main(String[] arguments) throws IOException, InterruptedException {
    HttpResponse<String> response = Application.question();
    System.out.println("answered " + response.statusCode());
  }
}
