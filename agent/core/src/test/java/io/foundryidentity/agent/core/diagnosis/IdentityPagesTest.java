package io.foundryidentity.agent.core.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.foundryidentity.agent.core.configuration.Key;
import io.foundryidentity.agent.core.json.Json;
import io.foundryidentity.agent.core.token.ClientAssertion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reader copies from the pages about identities: commands, Bicep, Terraform, settings. */
class IdentityPagesTest {

  private static final Path DOCS = Path.of("../../docs");
  private static final Path CONTAINERS =
      Path.of("../dist/src/test/java/io/foundryidentity/agent/dist/containers");

  private static final Pattern ROLE =
      Pattern.compile("(?:--role |roleDefinitions/|roleDefinitions', ')([0-9a-f-]{36})");
  private static final Pattern AUDIENCE = Pattern.compile("api://AzureAD[A-Za-z]+");
  private static final Pattern BICEP =
      Pattern.compile("(?m)^resource \\w+ '([A-Za-z./]+@[\\w.-]+)' (existing )?= \\{$");
  private static final Pattern TERRAFORM =
      Pattern.compile("(?ms)^(?:resource|data) \"(\\w+)\" \"\\w+\" \\{(.*?)^\\}|\\{\\}$");
  private static final Pattern CAUSE = Pattern.compile("`([a-z]+(?:-[a-z]+)+)`");
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT))`");

  /** The types that the pages use, in versions that Azure has; preview where there is no other. */
  private static final Set<String> BICEP_TYPES =
      Set.of(
          "Microsoft.Authorization/roleAssignments@2022-04-01",
          "Microsoft.CognitiveServices/accounts@2025-06-01",
          "Microsoft.ContainerService/managedClusters@2025-05-01",
          "Microsoft.ContainerService/managedClusters/identityBindings@2025-10-02-preview",
          "Microsoft.Graph/applications@v1.0",
          "Microsoft.Graph/applications/federatedIdentityCredentials@v1.0",
          "Microsoft.Graph/servicePrincipals@v1.0",
          "Microsoft.HybridCompute/machines@2024-07-10",
          "Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31",
          "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31",
          "Microsoft.Web/sites@2024-04-01");

  /** The arguments that each type requires: azurerm 4, azuread 3, azapi 2, msgraph. */
  private static final Map<String, List<String>> TERRAFORM_TYPES =
      Map.ofEntries(
          Map.entry("azapi_resource", List.of("type", "name", "parent_id", "body")),
          Map.entry("azuread_application", List.of("display_name")),
          Map.entry("azuread_application_certificate", List.of("application_id", "value")),
          Map.entry(
              "azuread_application_federated_identity_credential",
              List.of("application_id", "audiences", "display_name", "issuer", "subject")),
          Map.entry("azuread_application_password", List.of("application_id")),
          Map.entry("azuread_service_principal", List.of("client_id")),
          Map.entry("azurerm_arc_machine", List.of("name", "resource_group_name")),
          Map.entry("azurerm_cognitive_account", List.of("name", "resource_group_name")),
          Map.entry(
              "azurerm_federated_identity_credential",
              List.of("name", "resource_group_name", "parent_id", "issuer", "subject", "audience")),
          Map.entry(
              "azurerm_linux_web_app",
              List.of("name", "resource_group_name", "location", "service_plan_id", "site_config")),
          Map.entry(
              "azurerm_role_assignment", List.of("scope", "role_definition_id", "principal_id")),
          Map.entry("azurerm_subscription", List.of()),
          Map.entry(
              "azurerm_user_assigned_identity", List.of("name", "resource_group_name", "location")),
          Map.entry("msgraph_resource", List.of("url", "body")));

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(DOCS.resolve("identity-sources.md")));
    try (Stream<Path> files = Files.list(DOCS.resolve("identity"))) {
      files.sorted().forEach(pages::add);
    }
    return pages;
  }

  private static Map<String, List<String>> azCommands() throws IOException {
    Map<String, List<String>> commands = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("src/test/resources/az-commands.txt"))) {
      if (!line.startsWith("#")) {
        String[] parts = line.split(" : ", 2);
        commands.put(parts[0], List.of(parts[1].split(" ", -1)));
      }
    }
    return commands;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void each_az_command_has_only_options_that_the_azure_cli_knows(Path page) throws IOException {
    for (List<String> words : new Snippets(Files.readString(page)).commands()) {
      assertKnown(words);
    }
  }

  private static void assertKnown(List<String> words) throws IOException {
    int first = 1;
    while (first < words.size() && !words.get(first).startsWith("-")) {
      first++;
    }
    String command = String.join(" ", words.subList(1, first));
    assertThat(azCommands()).as(words.toString()).containsKey(command);
    for (String word : words.subList(first, words.size())) {
      if (word.startsWith("--")) {
        assertThat(azCommands().get(command)).as("%s", words).contains(word);
      } else if (word.startsWith("{")) {
        assertThat(Json.object(word)).as(word).isNotEmpty();
      }
    }
  }

  @Test
  void the_commands_that_check_prints_are_known_too() throws IOException {
    List<String> printed = new ArrayList<>();
    try (Stream<Path> files =
        Files.list(Path.of("src/main/java/io/foundryidentity/agent/core/diagnosis"))) {
      for (Path file : files.toList()) {
        String source = Files.readString(file).replaceAll("\"\\s*\\+ \"", "");
        Pattern.compile("\"(az [a-z -]+?)(?: --|\")")
            .matcher(source)
            .results()
            .map(found -> found.group(1).trim())
            .forEach(printed::add);
      }
    }
    assertThat(printed)
        .hasSizeGreaterThan(8)
        .allSatisfy(
            command ->
                assertThat(azCommands().keySet())
                    .anyMatch(known -> ("az " + known).startsWith(command)));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void json_in_a_block_is_valid(Path page) throws IOException {
    for (String block : new Snippets(Files.readString(page)).blocks("json")) {
      assertThat(Json.object(block)).as(block).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void roles_and_audiences_are_those_of_the_code(Path page) throws IOException {
    String text = Files.readString(page);

    assertThat(ROLE.matcher(text).results().map(role -> role.group(1)))
        .isSubsetOf(RoleAssignment.OPENAI_USER, RoleAssignment.FOUNDRY_USER);
    assertThat(AUDIENCE.matcher(text).results().map(MatchResult::group))
        .isSubsetOf(
            "api://AzureADTokenExchange",
            "api://AzureADTokenExchangeUSGov",
            "api://AzureADTokenExchangeChina");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void bicep_is_balanced_and_names_types_and_versions_that_azure_has(Path page) throws IOException {
    for (String block : new Snippets(Files.readString(page)).blocks("bicep")) {
      assertBalanced(block, '\'');
      Matcher resources = BICEP.matcher(block);
      while (resources.find()) {
        assertThat(BICEP_TYPES).contains(resources.group(1));
      }
      assertThat(block.lines().filter(line -> line.startsWith("resource ")))
          .allMatch(line -> BICEP.matcher(line).matches());
      boolean graph = block.contains("'Microsoft.Graph/");
      assertThat(block.startsWith("extension microsoftGraphV1\n")).as(block).isEqualTo(graph);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void terraform_is_balanced_and_has_the_arguments_that_each_type_requires(Path page)
      throws IOException {
    for (String block : new Snippets(Files.readString(page)).blocks("hcl")) {
      assertBalanced(block, '"');
      Matcher resources = TERRAFORM.matcher(block);
      while (resources.find()) {
        String type = resources.group(1);
        if (type == null) {
          continue;
        }
        assertThat(TERRAFORM_TYPES).containsKey(type);
        assertThat(TERRAFORM_TYPES.get(type))
            .as(type)
            .allMatch(name -> argument(name).matcher(resources.group(2)).find());
      }
    }
  }

  private static Pattern argument(String name) {
    return Pattern.compile("(?m)^  " + name + "( +=|  *\\{)");
  }

  private static void assertBalanced(String block, char quote) {
    Deque<Character> open = new ArrayDeque<>();
    boolean quoted = false;
    for (String line : block.split("\n", -1)) {
      String code = line.replaceAll("(^|\\s)(//|#).*$", "");
      for (char c : code.toCharArray()) {
        if (c == quote) {
          quoted = !quoted;
        } else if (!quoted && (c == '{' || c == '[' || c == '(')) {
          open.push(c);
        } else if (!quoted && (c == '}' || c == ']' || c == ')')) {
          assertThat(open).as(line).isNotEmpty();
          assertThat("{}[]()").as(line).contains("" + open.pop() + c);
        }
      }
      assertThat(quoted).as("a text that does not end: " + line).isFalse();
    }
    assertThat(open).as(block).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_value_of_assertion_is_one_that_the_agent_knows(Path page) throws IOException {
    assertThat(
            Pattern.compile("\\bassertion=([a-z-]+)")
                .matcher(Files.readString(page))
                .results()
                .map(value -> value.group(1)))
        .isSubsetOf(
            ClientAssertion.MANAGED_IDENTITY,
            ClientAssertion.FILE,
            ClientAssertion.GITHUB,
            ClientAssertion.GOOGLE,
            ClientAssertion.AWS);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_cause_that_check_says_is_one_that_there_is(Path page) throws IOException {
    Set<String> causes = new TreeSet<>();
    Arrays.stream(Cause.values()).map(Cause::id).forEach(causes::add);
    Set<String> keys = new TreeSet<>(Set.of());
    Arrays.stream(Key.values()).map(Key::id).forEach(keys::add);
    boolean table = false;
    for (String line : Files.readAllLines(page)) {
      boolean row = line.startsWith("|");
      table = row && (table || line.contains("what `check` says"));
      if (table && !line.contains("what `check` says") && !line.startsWith("| ---")) {
        String cell = line.substring(line.lastIndexOf(" | ", line.length() - 3));
        CAUSE
            .matcher(cell)
            .results()
            .map(found -> found.group(1))
            .filter(name -> !keys.contains(name))
            .forEach(name -> assertThat(causes).as(line).contains(name));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void a_test_that_a_page_names_exists(Path page) throws IOException {
    Set<String> tests = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of(".."))) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith("Test.java") || name.endsWith("IT.java"))
          .forEach(name -> tests.add(name.substring(0, name.length() - 5)));
    }
    assertThat(TEST.matcher(Files.readString(page)).results().map(test -> test.group(1)))
        .isSubsetOf(tests);
  }

  @Test
  void each_container_test_is_in_the_table_of_sources() throws IOException {
    String page = Files.readString(DOCS.resolve("identity-sources.md"));
    try (Stream<Path> files = Files.list(CONTAINERS)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith("IT.java"))
                  .map(name -> name.substring(0, name.length() - 5)))
          .allMatch(page::contains);
    }
  }

  @Test
  void a_shell_reads_quotations_and_placeholders() {
    assertThat(Snippets.words("az a --b '{\"x\": 1}' --c \"y z\" <a group> d"))
        .containsExactly("az", "a", "--b", "{\"x\": 1}", "--c", "y z", "a group", "d");
  }
}
