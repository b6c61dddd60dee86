package io.foundryidentity.cases.leaks;

import io.foundryidentity.cases.calls.Calls;
import io.foundryidentity.cases.calls.Foundry;
import java.lang.reflect.Constructor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sends every request that its arguments describe over every HTTP stack that this Java has.
 *
 * <p>Each carries its own name in a header, which redirects keep: so the servers know whose it is.
 */
public final class Main {

  /** What a request is called: that of its argument, a slash, the stack. */
  private static final String NAME = "X-Attempt";

  private Main() {}

  public static void main(String[] arguments) throws ReflectiveOperationException {
    Foundry foundry = Foundry.from(System.getenv());
    Calls calls = new Calls(System.out);
    Map<String, Client> clients = clients();
    for (String argument : arguments) {
      Attempt attempt = Attempt.parse(argument);
      clients.forEach(
          (stack, client) -> {
            String name = attempt.name() + "/" + stack;
            Map<String, String> headers = new HashMap<>();
            headers.put(NAME, name);
            headers.put("Authorization", "Bearer " + foundry.key());
            calls.call(name, () -> String.valueOf(client.send(attempt, headers)));
          });
    }
  }

  private static Map<String, Client> clients() throws ReflectiveOperationException {
    Map<String, Client> clients = new LinkedHashMap<>();
    clients.put("HttpURLConnection", new UrlConnection());
    clients.put("OkHttp", new OkHttp());
    clients.put("Apache HttpClient", new Apache());
    if (!System.getProperty("java.specification.version").startsWith("1.")) {
      Constructor<?> newer =
          Class.forName("io.foundryidentity.cases.leaks.JdkHttpClient")
              .getConstructor(boolean.class);
      clients.put("JDK HttpClient", (Client) newer.newInstance(false));
      clients.put("JDK HttpClient, HTTP/2", (Client) newer.newInstance(true));
    }
    return clients;
  }
}
