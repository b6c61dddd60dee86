param location string = resourceGroup().location
param name string = 'shop'
param foundry string = 'contoso'
param foundryGroup string = 'ai'

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

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: name
  location: location
  kind: 'windows'
  sku: {
    name: 'P0v3'
  }
  properties: {
    reserved: false
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
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
      javaVersion: '21'
      javaContainer: 'JAVA'
      javaContainerVersion: 'SE'
      appSettings: [
        {
          name: 'FOUNDRY_RESOURCE_URL'
          value: 'https://${foundry}.openai.azure.com'
        }
        {
          name: 'AZURE_CLIENT_ID'
          value: identity.properties.clientId
        }
        {
          // Tomcat: CATALINA_OPTS
          name: 'JAVA_OPTS'
          value: '-javaagent:C:\\home\\site\\agent\\foundry-identity-agent.jar'
        }
      ]
    }
  }
}
