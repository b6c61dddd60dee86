package io.foundryidentity.servers.application.bundle;

import io.foundryidentity.servers.application.Questions;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Asks once when the bundle starts, and prints the answers. */
public final class Activator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Questions.ask().forEach(System.out::println);
    System.out.println("Asked");
  }

  @Override
  public void stop(BundleContext context) {}
}
