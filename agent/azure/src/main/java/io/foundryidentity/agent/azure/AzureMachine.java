package io.foundryidentity.agent.azure;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Whether this is a machine of Azure, without asking it over the network.
 *
 * <p>On Linux the firmware has one asset tag for all machines of Azure ("MSFT AZURE VM" in the
 * codes of its letters), which cloud-init looks for too; containers on the machine see it as well.
 * On Windows the guest agent has its folder. Neither is there on another cloud, on a developer's
 * machine, in a machine inside a machine (Docker Desktop) or with Azure Arc.
 */
final class AzureMachine {

  private static final String ASSET_TAG = "7783-7084-3265-9085-8269-3286-77";

  private final File assetTag;
  private final @Nullable File guestAgent;

  AzureMachine() {
    this(new File("/sys/class/dmi/id/chassis_asset_tag"), guestAgent());
  }

  /**
   * @param assetTag the file with the firmware's asset tag
   * @param guestAgent the folder of the guest agent on Windows, else null
   */
  AzureMachine(File assetTag, @Nullable File guestAgent) {
    this.assetTag = assetTag;
    this.guestAgent = guestAgent;
  }

  boolean isHere() {
    return (guestAgent != null && guestAgent.isDirectory()) || ASSET_TAG.equals(tag());
  }

  private static @Nullable File guestAgent() {
    if (File.separatorChar != '\\') {
      return null;
    }
    String drive = System.getenv("SystemDrive");
    return new File((drive == null ? "C:" : drive) + "\\WindowsAzure\\Logs");
  }

  private String tag() {
    byte[] bytes = new byte[ASSET_TAG.length() + 2];
    try (InputStream in = new FileInputStream(assetTag)) {
      int count = in.read(bytes);
      return count < 0 ? "" : new String(bytes, 0, count, StandardCharsets.US_ASCII).trim();
    } catch (IOException notThere) {
      return "";
    }
  }
}
