package io.foundryidentity.agent.core.configuration;

import org.jspecify.annotations.Nullable;

/**
 * What somebody means who writes a name that this agent does not have, but other programs do.
 *
 * <p>Loaded only if there is a mistake. Names are compared in lower case and without punctuation.
 */
final class Meaning {

  /** First the key, then what it is called elsewhere. */
  private static final String[][] KEYS = {
    {
      "hosts",
      "endpoint",
      "endpoints",
      "url",
      "uri",
      "baseurl",
      "resource",
      "resourceurl",
      "resourcename",
      "server",
      "target",
      "targets",
      "domain",
      "foundryendpoint",
      "openaiendpoint",
      "azureopenaiendpoint"
    },
    {
      "credential",
      "credentials",
      "auth",
      "authtype",
      "authentication",
      "identity",
      "identitytype",
      "credentialtype",
      "msi",
      "managedidentity",
      "usemanagedidentity"
    },
    {
      "client-id",
      "userassignedidentity",
      "userassigned",
      "uami",
      "managedidentityclientid",
      "identityclientid",
      "appid",
      "applicationid",
      "agentidentityclientid",
      "agentclientid"
    },
    {"object-id", "oid", "principalid"},
    {"resource-id", "identityresourceid", "managedidentityresourceid", "miresid"},
    {"tenant-id", "tenant", "directory", "directoryid"},
    {
      "certificate-file",
      "cert",
      "certificate",
      "certfile",
      "certificatepath",
      "clientcertificate",
      "clientcertificatepath",
      "pem",
      "pfx",
      "pemfile",
      "pfxfile",
      "keystore"
    },
    {
      "certificate-password-file",
      "certificatepassword",
      "clientcertificatepassword",
      "certpassword",
      "pfxpassword",
      "keystorepassword"
    },
    {"send-certificate-chain", "sendx5c", "x5c", "certificatechain", "sendchain"},
    {"authority-host", "authority", "authorityurl", "loginurl", "cloud"},
    {"scope", "scopes"},
    {"audience", "aud", "assertionaudience"},
    {"assertion", "assertionsource", "clientassertion", "federation"},
    {
      "assertion-file",
      "tokenfile",
      "federatedtokenfile",
      "clientassertionfile",
      "tokenfilepath",
      "clientassertionpath"
    },
    {"assertion-client-id", "assertionidentity", "federatedclientid"},
    {"blueprint-client-id", "blueprint", "blueprintid", "agentblueprint", "blueprintappid"},
    {"token-wait", "timeout", "wait", "tokentimeout"},
    {"log-level", "debug", "verbose", "level", "logging"},
    {"log-file", "log", "logs", "logpath"},
    {"log-format", "json", "format", "logjson"},
    {"on-failure", "onerror", "failure", "fallback", "failopen", "failclosed"},
    {"existing-bearer", "bearer", "keepbearer", "replacebearer"},
    {"config-file", "config", "configuration", "file", "properties"},
    {"enabled", "disabled", "disable", "enable", "off", "on", "active"},
    {"dry-run", "test", "simulate", "noop"},
    {"clients", "instrumentations", "libraries"},
    {"keep-headers", "headers", "keepapikey", "keepkey"},
  };

  /** First why there is no such key, then its names. */
  private static final String[][] NOT_NEEDED = {
    {
      "there is no key for an API key: this agent sends a token in its place; remove it",
      "key",
      "apikey",
      "xapikey",
      "openaiapikey",
      "azureopenaiapikey",
      "azureopenaikey",
      "subscriptionkey",
      "accesskey"
    },
    {
      "there is no key for a secret: set the environment variable AZURE_CLIENT_SECRET. For"
          + " a certificate set credential=certificate and certificate-file",
      "secret",
      "clientsecret",
      "password"
    },
    {
      "there is no key for a token: this agent gets its tokens itself; remove it",
      "token",
      "accesstoken",
      "bearertoken"
    },
    {
      "there is no key for a proxy: the JVM's own settings count (-Dhttps.proxyHost and"
          + " -Dhttps.proxyPort)",
      "proxy",
      "httpproxy",
      "httpsproxy",
      "proxyhost",
      "proxyurl",
      "noproxy"
    },
    {
      "there is no such key: the application chooses its model and API version itself; remove it",
      "model",
      "deployment",
      "deploymentname",
      "apiversion"
    },
    {
      "there is no key for a region: set the environment variable AWS_REGION", "region", "awsregion"
    },
    {
      "there is no key for a role of AWS: assertion=aws uses the AWS credentials of this process;"
          + " remove it",
      "rolearn",
      "awsrolearn"
    },
    {
      "subject and issuer are set in the federated credential in Entra ID, not here; remove it",
      "subject",
      "sub",
      "issuer",
      "iss"
    },
  };

  private static final String[][] VALUES = {
    {
      "managed-identity",
      "managed",
      "managedidentity",
      "msi",
      "mi",
      "uami",
      "systemassigned",
      "userassigned",
      "imds",
      "vm",
      "appservice"
    },
    {
      "workload-identity",
      "workload",
      "workloadidentity",
      "wi",
      "kubernetes",
      "aks",
      "identitybinding",
      "identitybindings"
    },
    {
      "federated",
      "federation",
      "federatedidentity",
      "clientassertion",
      "assertion",
      "fic",
      "wif",
      "github",
      "githubactions",
      "githuboidc",
      "oidc",
      "google",
      "gcp",
      "gce",
      "gke",
      "aws",
      "eks",
      "ec2",
      "irsa",
      "spiffe",
      "gitlab"
    },
    {"agent-identity", "agent", "agentid", "agentidentity", "entraagentid", "blueprint"},
    {"github", "githubactions", "githuboidc", "actions"},
    {"google", "gcp", "gce", "gke"},
    {"aws", "amazon", "eks", "ec2", "irsa"},
    {"file", "tokenfile", "kubernetes", "k8s", "spiffe", "jwt", "gitlab"},
    {"environment", "env", "serviceprincipal", "sp", "spn", "secret", "clientsecret"},
    {"certificate", "cert", "clientcertificate", "pem", "pfx", "clientcertificatecredential"},
    {"azure-cli", "cli", "az", "azcli", "azurecli", "azlogin"},
    {"azure-powershell", "powershell", "pwsh", "azps", "azurepowershell"},
    {"azure-developer-cli", "azd", "developercli", "azuredevelopercli"},
    {"default", "auto", "any", "chain", "defaultazure"},
    {"true", "yes", "on", "1"},
    {"false", "no", "off", "0"},
    {"error", "severe", "fatal", "critical"},
    {"debug", "verbose", "fine", "finer"},
    {"trace", "finest", "all"},
    {"info", "information"},
    {"off", "none", "silent", "false"},
    {"fail", "throw", "error", "exception", "closed", "failclosed"},
    {"pass", "ignore", "continue", "warn", "open", "failopen"},
    {"startup", "eager", "true", "yes", "on"},
    {"never", "false", "no", "off", "none"},
    {"replace", "overwrite", "override"},
    {"keep", "preserve", "ignore"},
    {"json", "jsonl", "ndjson", "ecs"},
    {"text", "plain", "line"},
  };

  private Meaning() {}

  /** The key that is called so elsewhere; null if there is none. */
  static @Nullable String key(String written) {
    return first(KEYS, plain(written), null);
  }

  /** Why there is no such key, and what to do; null if nothing is known of it. */
  static @Nullable String notNeeded(String written) {
    return first(NOT_NEEDED, plain(written), null);
  }

  /** The one of the valid values that is called so elsewhere; null if there is none. */
  static @Nullable String value(String written, String... valid) {
    String name = plain(written);
    String found = first(VALUES, name, valid);
    return found == null && name.endsWith("credential")
        ? first(VALUES, name.substring(0, name.length() - "credential".length()), valid)
        : found;
  }

  private static @Nullable String first(
      String[][] table, String name, String @Nullable [] allowed) {
    for (String[] row : table) {
      for (int i = 0; i < row.length; i++) {
        if (row[i].equals(name) && (allowed == null || Lists.contains(allowed, row[0]))) {
          return row[0];
        }
      }
    }
    return null;
  }

  private static String plain(String written) {
    StringBuilder plain = new StringBuilder();
    String lower = Lists.lower(written);
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        plain.append(c);
      }
    }
    return plain.toString();
  }
}
