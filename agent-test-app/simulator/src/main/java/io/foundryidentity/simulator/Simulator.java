package io.foundryidentity.simulator;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.net.HostAndPort;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Foundry, every identity endpoint, a server that is not a target, and a proxy: real servers. */
public final class Simulator implements AutoCloseable {
  private static final String TENANT = "7e9a0000-0000-4000-8000-0000000000aa";

  private final Vertx vertx;
  private final Path directory;
  private final CertificateAuthority certificates;
  private final TokenIssuer issuer;
  private final Foundry foundry;
  private final IdentityEndpoints identity;
  private final Stranger stranger;
  private final Stranger impostor;
  private final Proxy proxy;
  private final int foundryPort;
  private final String address;

  private Simulator(Builder builder) {
    try {
      directory = Files.createTempDirectory("foundry-simulator");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    vertx = Vertx.vertx(options());
    certificates = new CertificateAuthority(directory);
    issuer = new TokenIssuer(builder.clock, Cloud.PUBLIC, TENANT, builder.tokenLifetime);
    EntraDirectory entra = new EntraDirectory(issuer);
    foundry = new Foundry(vertx, certificates, issuer);
    identity = new IdentityEndpoints(vertx, certificates, issuer, entra, directory);
    stranger = new Stranger(vertx, certificates.serverKey());
    impostor = new Stranger(vertx, certificates.impostorKey());
    proxy = new Proxy(vertx, this::portOf);
    foundryPort = builder.foundryPort;
    address = builder.address;
    if (builder.cloud != null) {
      cloud(builder.cloud);
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Listens on every port; returns when all of them accept connections. */
  public Simulator start() {
    Future<?> all =
        Future.all(
            foundry.listen(foundryPort, address),
            identity.listen(address),
            stranger.listen(),
            impostor.listen(),
            proxy.listen());
    all.toCompletionStage().toCompletableFuture().join();
    return this;
  }

  public Foundry foundry() {
    return foundry;
  }

  public IdentityEndpoints identity() {
    return identity;
  }

  public Stranger stranger() {
    return stranger;
  }

  /** A server in a target's place: its certificate is valid, for another name. */
  public Stranger impostor() {
    return impostor;
  }

  public Proxy proxy() {
    return proxy;
  }

  public CertificateAuthority certificates() {
    return certificates;
  }

  /**
   * From now on all of Entra and Foundry is that cloud's, which knows no other cloud's resources.
   */
  public void cloud(Cloud cloud) {
    issuer.cloud(cloud);
    identity.directory().ownCloudOnly(true);
  }

  /** As at the start: the public cloud, whose Entra gives a token for any resource. */
  public void anyResource() {
    issuer.cloud(Cloud.PUBLIC);
    identity.directory().ownCloudOnly(false);
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    delete(directory.toFile());
  }

  /** The port that the proxy uses for a name whose URL has no port. */
  private int portOf(HostAndPort target) {
    boolean tls = target.port() == 443;
    if (!tls && target.port() != 80) {
      return target.port();
    }
    if (target.host().startsWith("login.")) {
      return identity.authorityPort();
    }
    if (target.host().startsWith("stranger.")) {
      return tls ? stranger.port() : stranger.plainPort();
    }
    return tls ? foundry.port() : foundry.plainPort();
  }

  private static VertxOptions options() {
    FileSystemOptions files =
        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);
    return new VertxOptions()
        .setEventLoopPoolSize(2)
        .setUseDaemonThread(true)
        .setFileSystemOptions(files);
  }

  private static void delete(File file) {
    File[] children = file.listFiles();
    if (children != null) {
      for (File child : children) {
        delete(child);
      }
    }
    try {
      Files.deleteIfExists(file.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The settings before the start. */
  public static final class Builder {
    private Duration tokenLifetime = Duration.ofHours(1);
    private Clock clock = Clock.systemUTC();
    private @Nullable Cloud cloud;
    private int foundryPort;
    private String address = Listener.LOOPBACK;

    private Builder() {}

    /** One hour by default; {@link IdentityEndpoints#lifetime} changes it later. */
    public Builder tokenLifetime(Duration value) {
      tokenLifetime = value;
      return this;
    }

    /** The time of the issuer and of Foundry's check; the system's by default. */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /**
     * All of Entra and Foundry is that cloud's: resources of another cloud are not found. By
     * default it is the public cloud, and Entra gives a token for any resource.
     */
    public Builder cloud(Cloud value) {
      cloud = value;
      return this;
    }

    /** Foundry's TLS port; any free one by default. */
    public Builder foundryPort(int value) {
      foundryPort = value;
      return this;
    }

    /** Where Foundry and the identity endpoints listen; 127.0.0.1 by default. */
    public Builder address(String value) {
      address = value;
      return this;
    }

    public Simulator build() {
      return new Simulator(this);
    }

    public Simulator start() {
      return build().start();
    }
  }
}
