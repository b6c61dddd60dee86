package io.foundryidentity.simulator;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The metadata service of an EC2 instance in version 2, and the endpoints of containers. */
final class AwsMetadata {
  static final String ROOT = "/latest/";

  /** Of an ECS task. */
  static final String CONTAINER = "/v2/credentials/5f0c4d2e-0000-4000-8000-0000000000ec";

  /** Of EKS Pod Identity. */
  static final String POD = "/v1/credentials";

  private static final String TOKEN = "/latest/api/token";
  private static final String ROLES = "/latest/meta-data/iam/security-credentials/";
  private static final String TTL = "x-aws-ec2-metadata-token-ttl-seconds";

  private final AwsAccount account;
  private final EndpointBehaviour behaviour;
  private final Set<String> tokens = ConcurrentHashMap.newKeySet();
  private final String podToken = UUID.randomUUID().toString();

  AwsMetadata(AwsAccount account, EndpointBehaviour behaviour) {
    this.account = account;
    this.behaviour = behaviour;
  }

  /** What the file of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE has. */
  String podToken() {
    return podToken;
  }

  static boolean has(String path) {
    return path.startsWith(ROOT) || path.equals(CONTAINER) || path.equals(POD);
  }

  void handle(Exchange exchange) {
    behaviour.apply(exchange, () -> answer(exchange));
  }

  private void answer(Exchange exchange) {
    String path = exchange.request().pathOnly();
    switch (path) {
      case CONTAINER -> keysOfContainer(exchange);
      case POD -> {
        if (podToken.equals(exchange.request().header("authorization"))) {
          keysOfContainer(exchange);
        } else {
          exchange.text(401, "text/plain", "Unauthorized");
        }
      }
      case TOKEN -> token(exchange);
      default -> {
        String token = exchange.request().header("x-aws-ec2-metadata-token");
        if (token == null || !tokens.contains(token)) {
          page(exchange, 401, "401 - Unauthorized");
        } else {
          metadata(exchange, path);
        }
      }
    }
  }

  private void token(Exchange exchange) {
    ReceivedRequest request = exchange.request();
    if (!request.method().equals("PUT") || request.header("x-forwarded-for") != null) {
      page(exchange, 403, "403 - Forbidden");
    } else if (!isLife(request.header(TTL))) {
      page(exchange, 400, "400 - Bad Request");
    } else {
      String token = UUID.randomUUID() + "==";
      tokens.add(token);
      exchange.response().putHeader(TTL, request.header(TTL));
      exchange.text(200, "text/plain", token);
    }
  }

  private static boolean isLife(@Nullable String seconds) {
    return seconds != null
        && seconds.matches("\\d{1,5}")
        && Integer.parseInt(seconds) >= 1
        && Integer.parseInt(seconds) <= 21_600;
  }

  private void metadata(Exchange exchange, String path) {
    if (path.equals("/latest/meta-data/placement/region")) {
      exchange.text(200, "text/plain", account.region());
    } else if (account.hasRole() && path.equals(ROLES)) {
      exchange.text(200, "text/plain", AwsAccount.ROLE);
    } else if (account.hasRole() && path.equals(ROLES + AwsAccount.ROLE)) {
      exchange.text(
          200,
          "text/plain",
          AwsKeys.json(account.keys().issue())
              .put("Code", "Success")
              .put("LastUpdated", account.now().toString())
              .put("Type", "AWS-HMAC")
              .encodePrettily());
    } else {
      page(exchange, 404, "404 - Not Found");
    }
  }

  private void keysOfContainer(Exchange exchange) {
    exchange.json(200, AwsKeys.json(account.keys().issue()).put("RoleArn", account.roleArn()));
  }

  private static void page(Exchange exchange, int status, String title) {
    exchange.text(
        status,
        "text/html",
        "<?xml version=\"1.0\" encoding=\"iso-8859-1\"?>\n<html><head><title>"
            + title
            + "</title></head><body><h1>"
            + title
            + "</h1></body></html>\n");
  }
}
