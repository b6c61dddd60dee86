package io.foundryidentity.agent.gateway;

/** After how many milliseconds an open WebSocket ends by itself. */
final class TunnelLimits {

  /**
   * Six hours without a byte, pings included; the API's sessions are shorter. Ten minutes in which
   * one side takes nothing of what the other has sent. One minute without a byte after one side has
   * ended.
   */
  static final TunnelLimits DEFAULT = new TunnelLimits(6 * 3_600_000L, 600_000, 60_000, 30_000);

  final long quiet;
  final long stalled;
  final long halfClosed;

  /** How often the others are looked at. */
  final long tick;

  TunnelLimits(long quiet, long stalled, long halfClosed, long tick) {
    this.quiet = quiet;
    this.stalled = stalled;
    this.halfClosed = halfClosed;
    this.tick = tick;
  }
}
