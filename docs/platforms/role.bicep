// The role of an identity on the Foundry resource. A module, because that resource is often in another resource group
param foundry string
param principalId string

@description('Cognitive Services OpenAI User; for a project and its agents Foundry User, 53ca6127-db72-4e31-b599-04dc5da150b4')
param role string = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd'

resource account 'Microsoft.CognitiveServices/accounts@2025-06-01' existing = {
  name: foundry
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(account.id, principalId, role)
  scope: account
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}
