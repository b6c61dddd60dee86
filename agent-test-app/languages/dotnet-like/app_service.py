"""Asks the identity endpoint as Azure.Identity for .NET does, as no .NET runs here.

From the source of Azure.Identity (AppServiceV2019ManagedIdentitySource) and of MSAL.NET, which newer
versions use: a GET of IDENTITY_ENDPOINT with api-version, the scope without /.default as resource,
client_id if AZURE_CLIENT_ID is set, and X-IDENTITY-HEADER; expires_on is a number of seconds in a
string. The token is kept until five minutes before its end.
"""

import json
import os
import time
import urllib.parse
import urllib.request

PROXIES = urllib.request.ProxyHandler({})


class Credential:
    def __init__(self):
        self.token, self.until = None, 0

    def get(self, scope):
        if time.time() < self.until - 300:
            return self.token
        query = {"api-version": "2019-08-01", "resource": scope.removesuffix("/.default")}
        if os.environ.get("AZURE_CLIENT_ID"):
            query["client_id"] = os.environ["AZURE_CLIENT_ID"]
        request = urllib.request.Request(
            os.environ["IDENTITY_ENDPOINT"] + "?" + urllib.parse.urlencode(query),
            headers={"X-IDENTITY-HEADER": os.environ["IDENTITY_HEADER"]},
        )
        with urllib.request.build_opener(PROXIES).open(request) as answer:
            body = json.load(answer)
        self.token, self.until = body["access_token"], int(body["expires_on"])
        return self.token


credential = Credential()
for _ in range(int(os.environ["TURNS"])):
    request = urllib.request.Request(
        os.environ["AZURE_AI_FOUNDRY_RESOURCE_URL"].rstrip("/") + "/openai/v1/responses",
        data=json.dumps({"model": "gpt-4.1", "input": "Hello"}).encode(),
        headers={
            "Authorization": "Bearer "
            + credential.get("https://cognitiveservices.azure.com/.default"),
            "Content-Type": "application/json",
        },
    )
    with urllib.request.build_opener(PROXIES).open(request) as answer:
        print(json.load(answer)["output"][0]["content"][0]["text"], flush=True)
