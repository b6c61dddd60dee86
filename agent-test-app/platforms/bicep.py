"""Checks Bicep files with the grammar of tree-sitter and the types that Azure publishes. It is not the Bicep compiler:
it knows no linter rules and checks no types of expressions, only of literals."""
import os
import re

import tree_sitter_bicep
from tree_sitter import Language, Parser

FUNCTIONS = set(
    "any array base64 concat contains empty environment first format guid if join json last length loadFileAsBase64 "
    "loadTextContent loadYamlContent replace resourceGroup resourceId split startsWith string subscription "
    "subscriptionResourceId tenant toLower toUpper union uniqueString".split())
# Of the language, in every resource; the types do not have them
GENERAL = {"parent", "scope", "dependsOn", "name"}
# Their types come from an extension that is not among Azure's published types
UNKNOWN_TYPES = ("Microsoft.Graph/",)


class Bicep:
    """One file, or one block of a page: what is wrong with it is in `mistakes`."""

    def __init__(self, text, schema, folder=None):
        self.mistakes, self.schema, self.folder = [], schema, folder
        self.names, self.required, self.outputs = {}, set(), set()
        # The grammar does not know this statement
        text = re.sub(r"^extension \w+$", "", text, flags=re.M)
        root = Parser(Language(tree_sitter_bicep.language())).parse(text.encode()).root_node
        self.syntax(root)
        if self.mistakes:
            return
        declarations = [node for node in root.named_children if node.type.endswith("_declaration")]
        for node in declarations:
            self.declare(node)
        for node in root.named_children:
            self.references(node, set())
        for node in declarations:
            self.check(node)

    def wrong(self, node, what):
        self.mistakes.append((node.start_point[0] + 1, what))

    def syntax(self, node):
        if node.is_error or node.is_missing:
            self.wrong(node, "syntax")
        elif node.has_error:
            for child in node.children:
                self.syntax(child)

    def declare(self, node):
        name = text_of(node.named_children[0])
        kind = node.type.removesuffix("_declaration")
        if kind == "output":
            self.outputs.add(name)
            return
        if name in self.names:
            self.wrong(node, f"{name} is declared twice")
        self.names[name] = (kind, node)
        if kind == "parameter" and "=" not in [child.type for child in node.children]:
            self.required.add(name)

    def references(self, node, local):
        """Each name that an expression uses must be declared, and each property of a resource must exist."""
        kind = node.type
        if kind.endswith("_declaration"):
            children = node.named_children[1:]
        elif kind == "for_statement":
            names = {text_of(child) for child in node.named_children if child.type in ("identifier", "loop_variable")}
            local, children = local | names, node.named_children
        elif kind == "object_property":
            key = node.named_children[0]
            children = node.named_children[1:] if key.type == "identifier" else node.named_children
        elif kind in ("type", "property_identifier", "decorator", "decorators"):
            return
        elif kind == "call_expression":
            function = node.named_children[0]
            if function.type == "identifier":
                if text_of(function) not in FUNCTIONS:
                    self.wrong(node, f"no such function: {text_of(function)}")
                children = node.named_children[1:]
                self.file_argument(node, text_of(function))
            else:
                # A method, such as account.listKeys(), is no property of the type
                children = [function.named_children[0], *node.named_children[1:]]
        elif kind == "member_expression":
            self.member(node)
            children = node.named_children[:1]
        elif kind == "identifier":
            if text_of(node) not in self.names and text_of(node) not in local:
                self.wrong(node, f"not declared: {text_of(node)}")
            return
        else:
            children = node.named_children
        for child in children:
            self.references(child, local)

    def file_argument(self, node, function):
        if function.startswith("load") and self.folder:
            name = text_of(node.named_children[1]).strip("()'")
            if not os.path.exists(os.path.join(self.folder, name)):
                self.wrong(node, f"no such file: {name}")

    def member(self, node):
        path, top = [], node
        while top.type == "member_expression":
            path.insert(0, text_of(top.named_children[-1]))
            top = top.named_children[0]
        kind, declaration = self.names.get(text_of(top), (None, None)) if top.type == "identifier" else (None, None)
        if kind == "module" and self.folder:
            module = self.module(declaration)
            if module and path[0] == "outputs" and len(path) > 1 and path[1] not in module.outputs:
                self.wrong(node, f"the module has no output {path[1]}")
        if kind != "resource":
            return
        types, number = self.schema["types"], self.schema["resources"].get(literal(declaration.named_children[1]))
        for name in path:
            if number is None or not isinstance(types[number], dict) or "fields" not in types[number]:
                return
            fields = types[number]["fields"]
            if name not in fields and "others" not in types[number] and name not in ("id", "name", "type", "apiVersion"):
                self.wrong(node, f"the type has no property {name}")
            number = fields[name][0] if name in fields else types[number].get("others")

    def module(self, node):
        path = os.path.normpath(os.path.join(self.folder, literal(node.named_children[1])))
        if not os.path.exists(path):
            self.wrong(node, f"no such file: {literal(node.named_children[1])}")
            return None
        with open(path, encoding="utf-8") as file:
            return Bicep(file.read(), self.schema, os.path.dirname(path))

    def check(self, node):
        if node.type == "module_declaration" and self.folder:
            module = self.module(node)
            body = properties(node.named_children[-1])
            given = set(properties(body["params"])) if "params" in body else set()
            if module:
                declared = {name for name, (kind, _) in module.names.items() if kind == "parameter"}
                for name in given - declared:
                    self.wrong(node, f"the module has no parameter {name}")
                for name in module.required - given:
                    self.wrong(node, f"the module needs the parameter {name}")
        if node.type != "resource_declaration":
            return
        name, body = literal(node.named_children[1]), node.named_children[-1]
        if name.startswith(UNKNOWN_TYPES):
            return
        if name not in self.schema["resources"]:
            self.wrong(node, f"no such type in the list of schemas.py: {name}")
        elif "existing" in [child.type for child in node.children]:
            for key in set(properties(body)) - GENERAL:
                self.wrong(node, f"an existing resource has no {key}")
        else:
            self.value(body, self.schema["resources"][name], GENERAL)

    def value(self, node, number, general=frozenset()):
        expected = self.schema["types"][number]
        if expected == "any" or node.type not in ("object", "array", "string", "number", "boolean"):
            return
        if isinstance(expected, str):
            kinds = {"string": "string", "integer": "number", "boolean": "boolean"}
            if node.type != kinds[expected]:
                self.wrong(node, f"{expected} expected: {text_of(node)}")
        elif "union" in expected or "literal" in expected:
            self.choice(node, expected)
        elif "items" in expected:
            if node.type != "array":
                self.wrong(node, "array expected")
                return
            for child in node.named_children:
                self.value(child, expected["items"])
        elif node.type != "object":
            self.wrong(node, "object expected")
        else:
            self.object(node, expected, general)

    def choice(self, node, expected):
        types = self.schema["types"]
        choices = [types[each] for each in expected.get("union", [])] or [expected]
        words = [each["literal"] for each in choices if isinstance(each, dict) and "literal" in each]
        if node.type == "string" and "string" not in choices and words and literal(node) is not None:
            if literal(node) not in words:
                self.wrong(node, f"{text_of(node)} is not one of {', '.join(words)}")

    def object(self, node, expected, general):
        given, fields = properties(node), dict(expected["fields"])
        others = expected.get("others")
        if "by" in expected:
            kind = literal(given[expected["by"]]) if expected["by"] in given else None
            if kind in expected["kinds"]:
                chosen = self.schema["types"][expected["kinds"][kind]]
                fields.update(chosen["fields"])
                others = chosen.get("others")
        for name, child in given.items():
            if name in fields:
                if fields[name][1] & 2 and name not in general:
                    self.wrong(child, f"{name} is read-only")
                self.value(child, fields[name][0])
            elif others is not None:
                self.value(child, others)
            elif name not in general:
                self.wrong(child, f"the type has no property {name}")
        for name, (_, flags) in fields.items():
            # The flag says required of read-only properties too
            if flags == 1 and name not in given:
                self.wrong(node, f"{name} is missing")


def text_of(node):
    return node.text.decode()


def literal(node):
    """The text of a string without interpolation, else None."""
    parts = node.named_children
    if node.type != "string" or any(part.type != "string_content" for part in parts):
        return None
    return "".join(map(text_of, parts))


def properties(node):
    """The properties of an object; those with a computed name under their source text."""
    result = {}
    for each in node.named_children:
        if each.type == "object_property":
            key = each.named_children[0]
            result[text_of(key) if key.type == "identifier" else literal(key) or text_of(key)] = each.named_children[-1]
    return result
