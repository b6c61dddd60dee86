"""Checks a cloud-init file against cloud-init's schema; with a folder, writes the files of write_files below it.

    cloud_init.py SCHEMA FILE [FOLDER]
"""
import json
import os
import re
import sys

import jsonschema
import yaml


def main(schema, file, folder=None):
    with open(file, encoding="utf-8") as source:
        text = source.read()
    assert text.startswith("#cloud-config\n"), "the first line"
    config = yaml.safe_load(text)
    with open(schema, encoding="utf-8") as source:
        rules = json.load(source)
    # cloud-init itself only warns of a key that it does not know
    rules["additionalProperties"] = False
    rules["properties"] = {key: {} for each in rules["$defs"].values() for key in each.get("properties", {})}
    mistakes = [f"{'/'.join(map(str, each.path))}: {each.message}" for each in
                jsonschema.Draft4Validator(rules).iter_errors(config)]
    for each in mistakes:
        print(each[:300])
    if folder:
        for each in config["write_files"]:
            path = os.path.join(folder, each["path"].lstrip("/"))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as target:
                # Paths of the machine become paths below the folder; a part of a longer path or of a URL stays
                target.write(re.sub(r"(?<![\w./-])/(opt|etc)/", lambda place: folder + place.group(), each["content"]))
            os.chmod(path, int(each.get("permissions", "0644"), 8))
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
