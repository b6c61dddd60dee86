"""Checks what a reader copies from docs/platforms and docs/identity: Bicep, Terraform, commands of the Azure CLI, WinSW's
XML, links. Each mistake is a line; the exit code is 1 if there is one.

    validate.py [ROOT]
"""
import glob
import json
import os
import re
import shlex
import sys
import textwrap
import xml.etree.ElementTree as ElementTree

import yaml

from bicep import Bicep
from terraform import Terraform

HERE = os.path.dirname(os.path.abspath(__file__))
ROLES = {"5e0bd9bd-7b93-4f28-af87-19fc36ad61bd", "53ca6127-db72-4e31-b599-04dc5da150b4"}
# Also those in a list, which are indented
BLOCK = re.compile(r"^ *```(\w+)[^\n]*\n(.*?)^ *```$", re.S | re.M)
ROLE = re.compile(r"(?:--role |roleDefinitions/|roleDefinitions', ')([0-9a-f-]{36})")
LINK = re.compile(r"\]\(([^)\s]+)\)")
# Elements that WinSW reads (its docs/xml-config-file.md). Its own XSD refuses the attributes of env and onfailure
WINSW = set(
    "id name description executable startmode delayedAutoStart depend logpath log argument arguments startargument "
    "startarguments stopexecutable stopargument stoparguments prestart poststart prestop poststop stoptimeout env "
    "interactive download onfailure resetfailure securityDescriptor serviceaccount workingdirectory priority".split())


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def heading(line):
    return re.sub(r"[^\w -]", "", re.sub(r"[`*]", "", line.lstrip("#").strip()).lower()).replace(" ", "-")


class Check:

    def __init__(self, root):
        self.root, self.count, self.mistakes = root, {}, []
        self.schemas = json.loads(read(os.path.join(HERE, "schemas.json")))
        self.commands = dict(
            line.split(" : ", 1)
            for line in read(os.path.join(root, "agent/core/src/test/resources/az-commands.txt")).splitlines()
            if not line.startswith("#"))

    def counted(self, what):
        self.count[what] = self.count.get(what, 0) + 1

    def wrong(self, path, where, what):
        self.mistakes.append(f"{os.path.relpath(path, self.root)}:{where}: {what}")

    def bicep(self, path, text, line=0, folder=None):
        self.counted("Bicep")
        for at, what in Bicep(text, self.schemas["bicep"], folder).mistakes:
            self.wrong(path, at + line, what)

    def terraform(self, path, texts, folder=None):
        self.counted("Terraform")
        for where, what in Terraform(texts, self.schemas["terraform"], folder).mistakes:
            self.wrong(path, where, what)

    def roles(self, path, text):
        for role in ROLE.findall(text):
            if role not in ROLES:
                self.wrong(path, "", f"another role: {role}")

    def command(self, path, line):
        words = [word for word in shlex.split(re.sub(r"<([^<>]*)>", lambda found: found.group(1).replace(" ", "_"), line))]
        first = next((at for at, word in enumerate(words) if at and word.startswith("-")), len(words))
        name = " ".join(words[1:first])
        self.counted("commands of az")
        if name not in self.commands:
            self.wrong(path, "", f"no such command in az-commands.txt: az {name}")
            return
        for word in words[first:]:
            if word.startswith("--") and word not in self.commands[name].split():
                self.wrong(path, "", f"az {name} has no {word}")

    def commands_of(self, path, block):
        for line in block.replace("\\\n", " ").replace("`\n", " ").splitlines():
            # A command in $(...) first, then the line without it
            for inner in re.findall(r"\$\((az [^()]*)\)", line):
                self.command(path, inner)
            line = re.sub(r"\$\([^()]*\)", "X", line)
            found = re.match(r"^(?:\w+=)?(az .*)", line.strip())
            if found:
                self.command(path, re.split(r" \| | && ", found.group(1))[0])

    def winsw(self, path, text):
        self.counted("WinSW")
        try:
            service = ElementTree.fromstring(text)
        except ElementTree.ParseError as failure:
            self.wrong(path, "", str(failure))
            return
        names = [each.tag for each in service]
        for name in names:
            if name not in WINSW:
                self.wrong(path, "", f"WinSW has no element {name}")
        for name in ("id", "executable"):
            if names.count(name) != 1:
                self.wrong(path, "", f"{name} is needed once")
        for each in service.findall("env"):
            if not each.get("name") or each.get("value") is None:
                self.wrong(path, "", "env needs name and value")

    def page(self, path):
        self.counted("pages")
        text, folder = read(path), os.path.dirname(path)
        self.roles(path, text)
        for block in BLOCK.finditer(text):
            language, content = block.group(1), textwrap.dedent(block.group(2))
            line = text[:block.start()].count("\n") + 1
            if language == "bicep":
                self.bicep(path, content, line)
            elif language == "hcl":
                self.terraform(path, [content])
            elif language in ("sh", "powershell"):
                self.commands_of(path, content)
            elif language == "json":
                json.loads(content)
            elif language == "yaml":
                list(yaml.safe_load_all(content))
            elif language == "xml" and "<service>" in content:
                self.winsw(path, content)
        for link in LINK.findall(BLOCK.sub("", text)):
            self.link(path, folder, link)

    def link(self, path, folder, link):
        if re.match(r"https?:", link):
            return
        name, _, anchor = link.partition("#")
        target = os.path.normpath(os.path.join(folder, name)) if name else path
        if not os.path.exists(target):
            self.wrong(path, "", f"no such file: {link}")
        elif anchor and anchor not in {
                heading(line) for line in BLOCK.sub("", read(target)).splitlines()
                if line.startswith("#")}:
            self.wrong(path, "", f"no such heading: {link}")

    def all(self):
        docs = os.path.join(self.root, "docs")
        for pattern in ("platforms/*.md", "platforms/*/*.md", "identity/*.md", "identity-sources.md"):
            for path in sorted(glob.glob(os.path.join(docs, pattern))):
                self.page(path)
        for path in sorted(glob.glob(os.path.join(docs, "platforms/**/*.bicep"), recursive=True)):
            self.roles(path, read(path))
            self.bicep(path, read(path), folder=os.path.dirname(path))
        for folder in sorted({os.path.dirname(each) for each in
                              glob.glob(os.path.join(docs, "platforms/**/*.tf"), recursive=True)}):
            texts = [read(each) for each in sorted(glob.glob(os.path.join(folder, "*.tf")))]
            for text in texts:
                self.roles(folder, text)
            self.terraform(folder, texts, folder)
        for path in sorted(glob.glob(os.path.join(docs, "platforms/**/*.xml"), recursive=True)):
            self.winsw(path, read(path))
        return self


if __name__ == "__main__":
    check = Check(os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "../.."))).all()
    for each in check.mistakes:
        print(each)
    print(", ".join(f"{count} {what}" for what, count in check.count.items()), file=sys.stderr)
    sys.exit(1 if check.mistakes else 0)
