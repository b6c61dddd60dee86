"""Writes schemas.json: what the resource types of our Bicep and Terraform files may contain.

The types come from what Microsoft and HashiCorp publish: Azure's Bicep types (github.com/Azure/bicep-types-az, a bare
clone) and the typed bindings of the Terraform providers (npm: @cdktf/provider-azurerm, @cdktf/provider-azuread,
unpacked). Run it again when a file uses a new type: add the type to one of the lists below.

    schemas.py BICEP_TYPES_CLONE AZURERM_PACKAGE AZUREAD_PACKAGE
"""
import json
import os
import re
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

BICEP = """
Microsoft.App/containerApps@2025-01-01
Microsoft.App/managedEnvironments@2025-01-01
Microsoft.Authorization/roleAssignments@2022-04-01
Microsoft.CognitiveServices/accounts@2025-06-01
Microsoft.Compute/virtualMachineScaleSets@2024-07-01
Microsoft.Compute/virtualMachines@2024-07-01
Microsoft.ContainerService/managedClusters@2025-05-01
Microsoft.ContainerService/managedClusters/identityBindings@2025-10-02-preview
Microsoft.HybridCompute/machines@2024-07-10
Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31
Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31
Microsoft.Storage/storageAccounts@2024-01-01
Microsoft.Web/serverfarms@2024-04-01
Microsoft.Web/sites@2024-04-01
""".split()

# With "!": the data source
AZURERM = """
arc_machine! cognitive_account! container_app container_app_environment! federated_identity_credential
function_app_flex_consumption kubernetes_cluster kubernetes_cluster! linux_function_app linux_virtual_machine_scale_set
linux_web_app resource_group resource_group! role_assignment service_plan storage_account! subnet! subscription!
user_assigned_identity user_assigned_identity! virtual_machine! windows_virtual_machine windows_web_app
""".split()
AZUREAD = """
application application_certificate application_federated_identity_credential application_password service_principal
service_principal!
""".split()


def bicep(clone):
    def git(*arguments):
        return subprocess.run(["git", "-C", clone, *arguments], check=True, capture_output=True, text=True).stdout

    files = git("ls-tree", "-r", "--name-only", "HEAD", "generated").splitlines()
    types, resources = [], {}
    for name in BICEP:
        folder = "/{}/{}/types.json".format(name.split("/")[0].lower(), name.split("@")[1])
        sources = [json.loads(git("show", f"HEAD:{path}")) for path in files if path.endswith(folder)]
        source, known = next(each for each in sources if any(entry.get("name") == name for entry in each)), {}

        def add(reference):
            index = int(reference["$ref"].rsplit("/", 1)[1])
            if index in known:
                return known[index]
            number = known[index] = len(types)
            types.append(None)
            types[number] = compact(source[index])
            return number

        def fields(properties):
            # Flags: 1 is required, 2 read-only
            return {name: [add(each["type"]), each["flags"] & 3] for name, each in properties.items()}

        def compact(entry):
            kind = entry["$type"]
            if kind == "ObjectType":
                result = {"fields": fields(entry["properties"])}
                if "additionalProperties" in entry:
                    result["others"] = add(entry["additionalProperties"])
                return result
            if kind == "DiscriminatedObjectType":
                return {"fields": fields(entry["baseProperties"]), "by": entry["discriminator"],
                        "kinds": {name: add(each) for name, each in entry["elements"].items()}}
            if kind == "ArrayType":
                return {"items": add(entry["itemType"])}
            if kind == "UnionType":
                return {"union": [add(each) for each in entry["elements"]]}
            if kind == "StringLiteralType":
                return {"literal": entry["value"]}
            return {"StringType": "string", "IntegerType": "integer", "BooleanType": "boolean"}.get(kind, "any")

        resources[name] = add(next(entry for entry in source if entry.get("name") == name)["body"])
    return {"types": types, "resources": resources}


FIELD = re.compile(r"/docs/[\w-]+/\w+#(\w+) [^}]*\}(?:(?!\*/).)*\*/\s*readonly (\w+)(\??): ([^;{]+|\{[^}]*\});", re.S)


def terraform(package, prefix, names):
    result = {}
    for name in names:
        data, name = name.endswith("!"), name.rstrip("!")
        folder = ("data-" + prefix + "-" if data else "") + name.replace("_", "-")
        path = os.path.join(package, "lib", folder, "index.d.ts")
        if not os.path.exists(path):
            path = path.replace(name.replace("_", "-"), name.replace("_", "-") + "-resource")
        with open(path, encoding="utf-8") as file:
            text = file.read()
        interfaces = dict(re.findall(r"^export interface (\w+)[^{]*\{\n(.*?)^\}", text, re.S | re.M))
        config = re.search(r"export interface (\w+Config) extends cdktf.TerraformMetaArguments", text).group(1)

        def block(interface):
            fields = {}
            for snake, _, optional, kind in FIELD.findall(interfaces[interface]):
                inner = re.sub(r"\[\]| \| cdktf\.IResolvable|[()]", "", kind).strip()
                entry = {"required": not optional}
                if inner in interfaces:
                    entry["block"] = block(inner)
                fields[snake] = entry
            return fields

        main = text[re.search(r"^export declare class \w+ extends cdktf.Terraform(Resource|DataSource)", text, re.M).start():]
        getters = set(re.findall(r"^    get (\w+)\(\)", main, re.M))
        snake = {re.sub(r"([A-Z]|\d+)", lambda found: "_" + found.group(1).lower(), each) for each in getters}
        result[("data." if data else "") + f"{prefix}_{name}"] = {
            "fields": block(config), "attributes": sorted(each for each in snake if not each.endswith("_input"))}
    return result


# Providers without such a package: what our files use of them, by hand from the providers' documentation
OTHERS = {
    "azapi_resource": (["type", "name", "parent_id", "body"], ["location", "tags", "schema_validation_enabled"], ["id", "output"]),
    "azapi_data_plane_resource": (["type", "name", "parent_id", "body"], ["response_export_values"], ["id", "output"]),
    "msgraph_resource": (["url", "body"], ["response_export_values", "api_version"], ["id", "output"]),
}


def main(clone, azurerm, azuread):
    providers = terraform(azurerm, "azurerm", AZURERM)
    providers.update(terraform(azuread, "azuread", AZUREAD))
    for name, (required, optional, attributes) in OTHERS.items():
        fields = {each: {"required": each in required} for each in required + optional}
        providers[name] = {"fields": fields, "attributes": sorted(set(attributes) | set(fields))}
    with open(os.path.join(HERE, "schemas.json"), "w", encoding="utf-8") as file:
        json.dump({"bicep": bicep(clone), "terraform": providers}, file, separators=(",", ":"), sort_keys=True)
        file.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
