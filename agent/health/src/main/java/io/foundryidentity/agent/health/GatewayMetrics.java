package io.foundryidentity.agent.health;

import io.foundryidentity.agent.core.status.GatewayStatus;

/** A gateway's numbers; a process without a gateway does not have them. */
final class GatewayMetrics {

  private GatewayMetrics() {}

  static void write(GatewayStatus gateway, OpenMetrics out) {
    out.counter(
        "foundry_identity_gateway_requests",
        "",
        "Requests of clients with the secret, by the class of the answer's status; none if the"
            + " client left first.");
    gateway.answered.forEach((status, count) -> out.sample(count, "status", status));
    out.counter(
        "foundry_identity_gateway_refused_requests",
        "",
        "Requests that the gateway refused with 403, by reason.");
    gateway.refused.forEach((reason, count) -> out.sample(count, "reason", reason));
    out.counter(
        "foundry_identity_gateway_failed_requests",
        "",
        "Requests that the gateway answered with an error of its own, by reason.");
    gateway.failed.forEach((reason, count) -> out.sample(count, "reason", reason));
    out.gauge(
            "foundry_identity_gateway_connections",
            "",
            "Open connections, by whether the client has shown the secret.")
        .sample(gateway.authenticated, "secret", "shown")
        .sample(gateway.unauthenticated, "secret", "not_shown");
    out.counter("foundry_identity_gateway_sent_bytes", "bytes", "Bytes sent to clients.")
        .sample(gateway.sentBytes);
    out.counter(
            "foundry_identity_gateway_stalled_clients",
            "",
            "Connections that were closed because the client did not read.")
        .sample(gateway.stalled);
    out.histogram(
        "foundry_identity_gateway_request_duration_seconds",
        "How long a request takes, from its head to the end of its answer.",
        GatewayStatus.bounds(),
        gateway.durations(),
        gateway.durationMillis);
  }
}
