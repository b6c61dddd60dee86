package io.foundryidentity.agent.dist;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** The agent's own modules, not the tests and not the unpacked copies that go into the jar. */
public final class ShippedClasses implements ImportOption {

  @Override
  public boolean includes(Location location) {
    return !location.contains("/test-classes/") && !location.contains("/dist/target/");
  }
}
