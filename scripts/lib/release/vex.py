"""What scanners find in the jar and what the maintainers say of it, as CycloneDX VEX.

agent/dist/src/release/findings.json is the list that they review, in the form of CycloneDX's "vulnerabilities", with the name of
a library (group:artifact) under "affects". A property "absent" is the beginning of an entry's name that the jar must not have.
"""
import io
import sys
import zipfile

STATES = ("resolved", "exploitable", "in_triage", "false_positive", "not_affected")


def entries(jar):
    """Names in the jar and in the zip within it."""
    with zipfile.ZipFile(jar) as outer:
        with zipfile.ZipFile(io.BytesIO(outer.read("inst/classes.zip"))) as inner:
            return outer.namelist() + inner.namelist()


def finding(entry, references, names):
    name = entry.get("id", "?")
    analysis = entry.get("analysis", {})
    if analysis.get("state") not in STATES:
        sys.exit("findings.json: %s: the state '%s' is unknown; known are %s" % (name, analysis.get("state"), ", ".join(STATES)))
    if analysis["state"] == "not_affected" and not (analysis.get("justification") and analysis.get("detail")):
        sys.exit("findings.json: %s: not_affected needs a justification and a detail" % name)
    unknown = [each for each in entry["affects"] if each not in references]
    if unknown:
        sys.exit("findings.json: %s: %s is not in the jar (any more)" % (name, ", ".join(unknown)))
    for each in entry.get("properties", []):
        there = [name for name in names if each["name"] == "absent" and name.startswith(each["value"])]
        if there:
            sys.exit("findings.json: %s: %s is in the jar" % (name, there[0]))
    return dict(entry, affects=[{"ref": references[each]} for each in entry["affects"]])


def document(findings, sbom, version, created, jar):
    names = entries(jar)
    references = {"%s:%s" % (each.get("group"), each["name"]): each["bom-ref"] for each in sbom["components"]}
    main = sbom["metadata"]["component"]
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": created,
            "component": {each: main[each] for each in ("type", "bom-ref", "group", "name", "purl")} | {"version": version},
        },
        "vulnerabilities": [finding(each, references, names) for each in findings],
    }
