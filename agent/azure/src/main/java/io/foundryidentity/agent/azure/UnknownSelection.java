package io.foundryidentity.agent.azure;

import io.foundryidentity.agent.core.configuration.Nearest;
import io.foundryidentity.agent.core.output.SafeText;
import java.util.Locale;

/** Says what is wrong with a value of AZURE_TOKEN_CREDENTIALS, and what to write instead. */
final class UnknownSelection {

  private static final String[] VALUES = {
    "prod",
    "dev",
    "EnvironmentCredential",
    "WorkloadIdentityCredential",
    "ManagedIdentityCredential",
    "AzureCliCredential",
    "AzurePowerShellCredential",
    "AzureDeveloperCliCredential"
  };

  /**
   * Values that an Azure SDK accepts, and whose sign-in needs a window or a program's own files.
   */
  private static final String[][] OF_SDKS = {
    {"visualstudiocredential", "the account of Visual Studio"},
    {"visualstudiocodecredential", "the account of Visual Studio Code"},
    {"intellijcredential", "the account of IntelliJ IDEA"},
    {"brokercredential", "the account of the operating system"},
    {"interactivebrowsercredential", "a sign-in in a browser"},
    {"sharedtokencachecredential", "the shared token cache of Windows"},
    {"devicecodecredential", "a sign-in with a device code"}
  };

  /** What is written for a credential elsewhere, with this agent's {@code credential} key too. */
  private static final String[][] MEANT = {
    {"production", "prod"},
    {"deployed", "prod"},
    {"development", "dev"},
    {"developer", "dev"},
    {"local", "dev"},
    {"msi", "ManagedIdentityCredential"},
    {"mi", "ManagedIdentityCredential"},
    {"azurecli", "AzureCliCredential"},
    {"az", "AzureCliCredential"},
    {"cli", "AzureCliCredential"},
    {"azd", "AzureDeveloperCliCredential"},
    {"pwsh", "AzurePowerShellCredential"},
    {"powershell", "AzurePowerShellCredential"}
  };

  private UnknownSelection() {}

  /** One line, which names the variable without an equals sign: what follows one is hidden. */
  static String line(String selection) {
    StringBuilder line = new StringBuilder("the environment variable AZURE_TOKEN_CREDENTIALS is ");
    line.append('"').append(SafeText.line(selection, 60)).append('"');
    String name = selection.toLowerCase(Locale.ROOT);
    for (String[] known : OF_SDKS) {
      if (known[0].equals(name)) {
        return line.append(", which Azure SDKs know as ")
            .append(known[1])
            .append("; this agent cannot use that. The nearest that it can use is")
            .append(" AzureCliCredential: sign in with az login")
            .toString();
      }
    }
    return line.append(", which names no credential; the nearest valid value is ")
        .append(nearest(name))
        .append(". Valid values: ")
        .append(String.join(", ", VALUES))
        .toString();
  }

  private static String nearest(String name) {
    String letters = letters(name);
    for (String[] meant : MEANT) {
      if (meant[0].equals(letters)) {
        return meant[1];
      }
    }
    for (String value : VALUES) {
      if (value.toLowerCase(Locale.ROOT).equals(letters + "credential")) {
        return value;
      }
    }
    String[] lower = new String[VALUES.length];
    for (int i = 0; i < lower.length; i++) {
      lower[i] = VALUES[i].toLowerCase(Locale.ROOT);
    }
    String nearest = Nearest.of(letters, lower);
    for (String value : VALUES) {
      if (value.toLowerCase(Locale.ROOT).equals(nearest)) {
        return value;
      }
    }
    return VALUES[0];
  }

  /** Without punctuation: {@code managed-identity}, quotes. */
  private static String letters(String name) {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      if (Character.isLetter(name.charAt(i))) {
        letters.append(name.charAt(i));
      }
    }
    return letters.toString();
  }
}
