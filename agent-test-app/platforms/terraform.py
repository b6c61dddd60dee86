"""Checks Terraform files with a parser for HCL and the schemas of the providers. It is not `terraform validate`: it checks
the arguments of resources, and the names and attributes that expressions refer to, not their types."""
import os
import re

import hcl2

META = {"count", "for_each", "provider", "depends_on", "lifecycle", "timeouts", "dynamic"}
REFERENCE = re.compile(r"(?<![\w.\"-])(data\.)?((?:azurerm|azuread|azapi|msgraph)_\w+)\.(\w+)(?:\[[^\]]*\])?(?:\.(\w+))?")
VARIABLE = re.compile(r"(?<![\w.])(var|local)\.(\w+)")
FILE = re.compile(r"(?:file|filebase64|templatefile)\(\"\$\{path\.module\}/([^\"]+)\"")


class Terraform:
    """The files of one folder, or the blocks of a page: what is wrong with them is in `mistakes`."""

    def __init__(self, texts, schema, folder=None):
        self.mistakes, self.schema, self.folder = [], schema, folder
        self.known = {"var": set(), "local": set(), "resource": set()}
        self.resources = []
        for text in texts:
            try:
                parsed = hcl2.loads(text)
            except Exception as failure:  # The parser's own classes differ between its versions
                self.mistakes.append(("", "syntax: " + " ".join(str(failure).split())[:200]))
                continue
            self.read(parsed)
        if self.mistakes:
            return
        for data, kind, name, body in self.resources:
            where = f"{'data.' if data else ''}{kind}.{name}"
            definition = schema.get(("data." if data else "") + kind)
            if definition is None:
                self.mistakes.append((where, "no such type in the list of schemas.py"))
            else:
                self.block(where, body, definition["fields"])
        # What a page shows may refer to another page
        if folder:
            self.declared(texts)
        self.attributes(texts)

    def read(self, parsed):
        for each in parsed.get("variable", []):
            self.known["var"] |= {name.strip('"') for name in each}
        for each in parsed.get("locals", []):
            self.known["local"] |= {name for name in each if not name.startswith("__")}
        for kind in ("resource", "data"):
            for each in parsed.get(kind, []):
                for type_name, named in each.items():
                    for name, body in named.items():
                        entry = (kind == "data", type_name.strip('"'), name.strip('"'), body)
                        if entry[:3] in self.known["resource"]:
                            self.mistakes.append((name, "declared twice"))
                        self.known["resource"].add(entry[:3])
                        self.resources.append(entry)
        for key in parsed:
            if key not in ("variable", "locals", "resource", "data", "output", "terraform", "provider") \
                    and not key.startswith("__"):
                self.mistakes.append((key, "no such block"))

    def block(self, where, body, fields):
        given = {key for key in body if not key.startswith("__")}
        for key in given - META - set(fields):
            self.mistakes.append((where, f"the type has no argument {key}"))
        for key, field in fields.items():
            if field["required"] and key not in given and key not in body.get("dynamic", [{}])[0]:
                self.mistakes.append((where, f"{key} is missing"))
            for each in body.get(key, []) if isinstance(body.get(key), list) else []:
                if isinstance(each, dict) and each.get("__is_block__"):
                    if "block" in field:
                        self.block(f"{where}.{key}", each, field["block"])
                    else:
                        self.mistakes.append((where, f"{key} is an argument, not a block"))

    def declared(self, texts):
        for text in texts:
            for prefix, name in VARIABLE.findall(text):
                if name not in self.known[prefix]:
                    self.mistakes.append((f"{prefix}.{name}", "not declared"))
            for name in FILE.findall(text):
                if not os.path.exists(os.path.join(self.folder, name)):
                    self.mistakes.append((name, "no such file"))
            for data, kind, name, _ in REFERENCE.findall(text):
                if (bool(data), kind, name) not in self.known["resource"]:
                    self.mistakes.append((f"{data}{kind}.{name}", "not declared"))

    def attributes(self, texts):
        for text in texts:
            for data, kind, name, attribute in REFERENCE.findall(text):
                definition = self.schema.get(data + kind)
                if definition and attribute and attribute not in definition["attributes"] \
                        and attribute not in definition["fields"]:
                    self.mistakes.append((f"{data}{kind}.{name}", f"the type has no attribute {attribute}"))
