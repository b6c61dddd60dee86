"""Each kind of mistake is found, and found alone."""
import json
import os
import shutil
import tempfile
import unittest

from bicep import Bicep
from terraform import Terraform
from validate import HERE, Check, read

ROOT = os.path.abspath(os.path.join(HERE, "../.."))
PLATFORMS = os.path.join(ROOT, "docs/platforms")
SCHEMAS = json.loads(read(os.path.join(HERE, "schemas.json")))


class BicepTest(unittest.TestCase):

    def mistakes(self, old, new, name="app-service-linux"):
        folder = os.path.join(PLATFORMS, name)
        text = read(os.path.join(folder, "main.bicep"))
        self.assertIn(old, text)
        return [what for _, what in Bicep(text.replace(old, new, 1), SCHEMAS["bicep"], folder).mistakes]

    def test_a_file_as_it_is_has_no_mistake(self):
        self.assertEqual([], self.mistakes("httpsOnly", "httpsOnly"))

    def test_syntax(self):
        self.assertIn("syntax", self.mistakes("httpsOnly: true", "httpsOnly: [true"))

    def test_an_unknown_property(self):
        self.assertEqual(["the type has no property alwaysOff"], self.mistakes("alwaysOn:", "alwaysOff:"))

    def test_a_property_at_the_wrong_place(self):
        self.assertEqual(["the type has no property httpsOnly"], self.mistakes("  properties: {\n    serverFarmId", "  httpsOnly: true\n  properties: {\n    serverFarmId"))

    def test_a_missing_property(self):
        self.assertEqual(["location is missing"], self.mistakes("  location: location\n", ""))

    def test_a_value_of_another_type(self):
        self.assertEqual(["boolean expected: 'true'"], self.mistakes("httpsOnly: true", "httpsOnly: 'true'"))

    def test_a_word_that_is_not_allowed(self):
        self.assertIn("'User' is not one of", self.mistakes("'UserAssigned'", "'User'")[0])

    def test_an_unknown_version_of_a_type(self):
        self.assertIn("no such type", self.mistakes("sites@2024-04-01", "sites@2024-04-02")[0])

    def test_a_name_that_is_not_declared(self):
        self.assertEqual(["not declared: nobody"], self.mistakes("location: location", "location: nobody"))

    def test_a_property_of_another_resource_that_does_not_exist(self):
        self.assertEqual(["the type has no property clientID"], self.mistakes("identity.properties.clientId", "identity.properties.clientID"))

    def test_a_parameter_that_the_module_needs(self):
        self.assertEqual(["the module needs the parameter principalId"],
                         self.mistakes("    principalId: identity.properties.principalId\n", ""))

    def test_a_module_that_does_not_exist(self):
        self.assertIn("no such file: ../roles.bicep", self.mistakes("../role.bicep", "../roles.bicep"))

    def test_a_file_that_is_read_and_does_not_exist(self):
        self.assertIn("no such file: cloud.yaml", self.mistakes("'cloud-init.yaml'", "'cloud.yaml'", "scale-sets"))


class TerraformTest(unittest.TestCase):

    def mistakes(self, old, new, name="app-service-linux"):
        folder = os.path.join(PLATFORMS, name)
        text = read(os.path.join(folder, "main.tf"))
        self.assertIn(old, text)
        return [what for _, what in Terraform([text.replace(old, new, 1)], SCHEMAS["terraform"], folder).mistakes]

    def test_a_file_as_it_is_has_no_mistake(self):
        self.assertEqual([], self.mistakes("https_only", "https_only"))

    def test_syntax(self):
        self.assertIn("syntax", self.mistakes("site_config {", "site_config {{")[0])

    def test_an_unknown_argument(self):
        self.assertEqual(["the type has no argument https"], self.mistakes("https_only ", "https "))

    def test_an_unknown_argument_of_a_block(self):
        self.assertEqual(["the type has no argument java"], self.mistakes("java_version ", "java "))

    def test_a_missing_argument(self):
        self.assertEqual(["service_plan_id is missing"], self.mistakes("  service_plan_id     = azurerm_service_plan.shop.id\n", ""))

    def test_an_unknown_type(self):
        self.assertIn("no such type in the list of schemas.py", self.mistakes('"azurerm_linux_web_app"', '"azurerm_web_app"'))

    def test_a_variable_that_is_not_declared(self):
        self.assertEqual(["not declared"], self.mistakes("var.foundry_group", "var.nobody"))

    def test_a_resource_that_is_not_declared(self):
        self.assertEqual(["not declared"], self.mistakes("azurerm_service_plan.shop.id", "azurerm_service_plan.other.id"))

    def test_an_attribute_that_the_type_does_not_have(self):
        self.assertEqual(["the type has no attribute client"],
                         self.mistakes("azurerm_user_assigned_identity.shop.client_id", "azurerm_user_assigned_identity.shop.client"))

    def test_a_file_that_is_read_and_does_not_exist(self):
        self.assertIn("no such file", self.mistakes("/cloud-init.yaml", "/cloud.yaml", "scale-sets"))


class PageTest(unittest.TestCase):
    """A copy of the pages, with one mistake each."""

    def setUp(self):
        self.root = tempfile.mkdtemp()
        shutil.copytree(os.path.join(ROOT, "docs"), os.path.join(self.root, "docs"))
        commands = "agent/core/src/test/resources"
        os.makedirs(os.path.join(self.root, commands))
        shutil.copy(os.path.join(ROOT, commands, "az-commands.txt"), os.path.join(self.root, commands))

    def tearDown(self):
        shutil.rmtree(self.root)

    def mistakes(self, file, old, new):
        path = os.path.join(self.root, "docs", file)
        text = read(path)
        self.assertIn(old, text)
        with open(path, "w", encoding="utf-8") as changed:
            changed.write(text.replace(old, new, 1))
        return "\n".join(Check(self.root).all().mistakes)

    def test_an_option_that_az_does_not_have(self):
        self.assertIn("has no --file-path", self.mistakes("platforms/app-service.md", "--src-path", "--file-path"))

    def test_a_command_that_az_does_not_have(self):
        self.assertIn("no such command", self.mistakes("platforms/app-service.md", "az webapp deploy ", "az webapp upload "))

    def test_a_link_to_a_file_that_does_not_exist(self):
        self.assertIn("no such file: absent.md", self.mistakes("platforms/README.md", "](app-service.md)", "](absent.md)"))

    def test_a_link_to_a_heading_that_does_not_exist(self):
        self.assertIn("no such heading", self.mistakes("platforms/aks.md", "kubernetes.md#aks-workload-identity", "kubernetes.md#absent"))

    def test_another_role(self):
        self.assertIn("another role", self.mistakes("platforms/aks/main.tf", "5e0bd9bd", "5e0bd9be"))

    def test_bicep_in_a_page(self):
        self.assertIn("the type has no property kind_", self.mistakes("identity/azure.md", "  identity: {", "  kind_: 'x'\n  identity: {"))

    def test_terraform_in_a_page(self):
        self.assertIn("the type has no argument place", self.mistakes("identity/azure.md", "service_plan_id ", "place = 1\n  service_plan_id "))

    def test_an_element_that_winsw_does_not_have(self):
        self.assertIn("WinSW has no element program", self.mistakes("platforms/windows-services/shop.xml", "<log mode", "<program/><log mode"))

    def test_xml_that_is_not_well_formed(self):
        self.assertIn("mismatched tag", self.mistakes("platforms/windows-services/shop.xml", "</executable>", "</execute>"))


if __name__ == "__main__":
    unittest.main()
