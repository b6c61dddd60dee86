package io.foundryidentity.benchmark.runner;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;

/** A folder whose files are watched by the system: nothing is asked over and over. */
final class WatchedFolder implements AutoCloseable {

  private static final long LIMIT_SECONDS = 60;

  private final WatchService service;

  WatchedFolder(Path folder) throws IOException {
    service = folder.getFileSystem().newWatchService();
    folder.register(
        service, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
  }

  void awaitChange() throws IOException, InterruptedException {
    WatchKey key = service.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (key == null) {
      throw new IOException("nothing was written for " + LIMIT_SECONDS + " seconds");
    }
    key.pollEvents();
    key.reset();
  }

  @Override
  public void close() throws IOException {
    service.close();
  }
}
