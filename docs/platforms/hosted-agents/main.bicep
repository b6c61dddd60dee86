// Only for a resource outside of the agent's own project: the platform gives the agent the role in its project.
// The agent itself is not a resource of Azure Resource Manager, so Bicep cannot create it
param foundry string = 'contoso'
param foundryGroup string = 'ai'

@description('The object id of the agent identity: az ad sp show --id <client id of the agent identity> --query id')
param principalId string

module role '../role.bicep' = {
  name: 'shop-role'
  scope: resourceGroup(foundryGroup)
  params: {
    foundry: foundry
    principalId: principalId
    role: '53ca6127-db72-4e31-b599-04dc5da150b4'
  }
}
