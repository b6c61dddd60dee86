// The machine exists already and has a system-assigned identity: az vm identity assign
param machine string = 'shop'
param foundry string = 'contoso'
param foundryGroup string = 'ai'

resource vm 'Microsoft.Compute/virtualMachines@2024-07-01' existing = {
  name: machine
}

module role '../role.bicep' = {
  name: '${machine}-role'
  scope: resourceGroup(foundryGroup)
  params: {
    foundry: foundry
    principalId: vm.identity.principalId
  }
}
