param location string = resourceGroup().location
param name string = 'shop'
param foundry string = 'contoso'
param foundryGroup string = 'ai'
param storage string

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

// The Functions host keeps its own state there; a managed identity for it is another setting
resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = {
  name: storage
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: name
  location: location
  kind: 'linux'
  sku: {
    name: 'P0v3'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: {
      alwaysOn: true
      linuxFxVersion: 'Java|21'
      appSettings: [
        {
          name: 'FUNCTIONS_EXTENSION_VERSION'
          value: '~4'
        }
        {
          name: 'FUNCTIONS_WORKER_RUNTIME'
          value: 'java'
        }
        {
          name: 'AzureWebJobsStorage'
          value: 'DefaultEndpointsProtocol=https;AccountName=${storage};AccountKey=${account.listKeys().keys[0].value};EndpointSuffix=${environment().suffixes.storage}'
        }
        {
          name: 'FOUNDRY_RESOURCE_URL'
          value: 'https://${foundry}.openai.azure.com'
        }
        {
          name: 'AZURE_CLIENT_ID'
          value: identity.properties.clientId
        }
        {
          // Consumption plans: languageWorkers__java__arguments
          name: 'JAVA_OPTS'
          value: '-javaagent:/home/site/wwwroot/agent/foundry-identity-agent.jar'
        }
      ]
    }
  }
}
