param location string = resourceGroup().location
param name string = 'shop'
param foundry string = 'contoso'
param foundryGroup string = 'ai'
param cluster string = 'cluster'
param namespace string = 'shop'
param serviceAccount string = 'cart'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: name
  location: location
}

module role '../role.bicep' = {
  name: '${name}-role'
  scope: resourceGroup(foundryGroup)
  params: {
    foundry: foundry
    principalId: identity.properties.principalId
  }
}

resource kubernetes 'Microsoft.ContainerService/managedClusters@2025-05-01' existing = {
  name: cluster
}

resource credential 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials@2023-01-31' = {
  parent: identity
  name: '${namespace}-${serviceAccount}'
  properties: {
    issuer: kubernetes.properties.oidcIssuerProfile.issuerURL
    subject: 'system:serviceaccount:${namespace}:${serviceAccount}'
    audiences: [
      'api://AzureADTokenExchange'
    ]
  }
}

output clientId string = identity.properties.clientId
