"""The CycloneDX bill of materials as SPDX 2.3, for readers that take only that."""
import hashlib
import re


def identifier(component):
    return "SPDXRef-" + re.sub(r"[^A-Za-z0-9.-]", "-", "%s-%s-%s" % (component.get("group", ""), component["name"], component["version"]))


def license_of(component):
    """An SPDX expression; NOASSERTION where the component names none."""
    found = []
    for each in component.get("licenses", []):
        found.append(each["expression"] if "expression" in each else each["license"].get("id"))
    return " AND ".join(found) if found and all(found) else "NOASSERTION"


def package(component, download="NOASSERTION"):
    made = {
        "SPDXID": identifier(component),
        "name": "%s:%s" % (component["group"], component["name"]) if component.get("group") else component["name"],
        "versionInfo": component["version"],
        "downloadLocation": download,
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": license_of(component),
        "copyrightText": "NOASSERTION",
        "externalRefs": [{"referenceCategory": "PACKAGE-MANAGER", "referenceType": "purl", "referenceLocator": component["purl"]}],
    }
    sums = [{"algorithm": each["alg"].replace("-", ""), "checksumValue": each["content"]}
            for each in component.get("hashes", []) if each["alg"] in ("SHA-1", "SHA-256", "SHA-512")]
    if sums:
        made["checksums"] = sums
    return made


def document(sbom, version, repository, created, jar):
    main = sbom["metadata"]["component"]
    with open(jar, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    packages = [package(dict(main, hashes=[{"alg": "SHA-256", "content": digest}]), "%s/releases/tag/v%s" % (repository, version))]
    packages += [package(each) for each in sbom["components"]]
    names = {each["bom-ref"]: identifier(each) for each in [main, *sbom["components"]]}
    relations = [("SPDXRef-DOCUMENT", "DESCRIBES", identifier(main))]
    relations += [(identifier(main), "CONTAINS", identifier(each)) for each in sbom["components"]]
    for each in sbom.get("dependencies", []):
        relations += [(names[each["ref"]], "DEPENDS_ON", names[other]) for other in each.get("dependsOn", [])]
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": "foundry-identity-agent-" + version,
        # Unique for each content, as the specification wants it, and the same for the same jar
        "documentNamespace": "%s/spdx/foundry-identity-agent-%s-%s" % (repository, version, digest[:16]),
        "creationInfo": {"created": created, "creators": ["Organization: Foundry identity agent", "Tool: scripts/release"]},
        "packages": packages,
        "relationships": [dict(zip(("spdxElementId", "relationshipType", "relatedSpdxElement"), each)) for each in relations],
    }
