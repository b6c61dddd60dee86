"""What scanners find in the jar and what the maintainers say of it, as CycloneDX VEX.

agent/dist/src/release/findings.json is the list that they review, in the form of CycloneDX's "vulnerabilities", with the name of
a library (group:artifact) under "affects". An empty list says that the maintainers know of no finding.
"""
import sys

STATES = ("resolved", "exploitable", "in_triage", "false_positive", "not_affected")


def finding(entry, references):
    name = entry.get("id", "?")
    analysis = entry.get("analysis", {})
    if analysis.get("state") not in STATES:
        sys.exit("findings.json: %s: the state '%s' is none of %s" % (name, analysis.get("state"), ", ".join(STATES)))
    if analysis["state"] == "not_affected" and not (analysis.get("justification") and analysis.get("detail")):
        sys.exit("findings.json: %s: not_affected needs a justification and a detail" % name)
    unknown = [each for each in entry["affects"] if each not in references]
    if unknown:
        sys.exit("findings.json: %s: %s is not in the jar (any more)" % (name, ", ".join(unknown)))
    return dict(entry, affects=[{"ref": references[each]} for each in entry["affects"]])


def document(findings, sbom, version, created):
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
        "vulnerabilities": [finding(each, references) for each in findings],
    }
