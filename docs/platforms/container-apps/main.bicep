param location string = resourceGroup().location
param name string = 'shop'
param foundry string = 'contoso'
param foundryGroup string = 'ai'
param environmentName string = 'shop'
param image string
param agentImage string
param registry string

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

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' existing = {
  name: environmentName
}

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    environmentId: environment.id
    configuration: {
      registries: [
        {
          server: registry
          identity: identity.id
        }
      ]
      ingress: {
        external: false
        targetPort: 8080
      }
    }
    template: {
      initContainers: [
        {
          name: 'foundry-identity-agent'
          image: agentImage
          command: [
            'cp'
          ]
          args: [
            '/foundry-identity-agent.jar'
            '/agent/foundry-identity-agent.jar'
          ]
          resources: {
            cpu: json('0.25')
            memory: '0.5Gi'
          }
          volumeMounts: [
            {
              volumeName: 'agent'
              mountPath: '/agent'
            }
          ]
        }
      ]
      containers: [
        {
          name: name
          image: image
          resources: {
            cpu: json('0.5')
            memory: '1Gi'
          }
          env: [
            {
              name: 'JAVA_TOOL_OPTIONS'
              value: '-javaagent:/agent/foundry-identity-agent.jar'
            }
            {
              name: 'FOUNDRY_RESOURCE_URL'
              value: 'https://${foundry}.openai.azure.com'
            }
            {
              name: 'AZURE_CLIENT_ID'
              value: identity.properties.clientId
            }
          ]
          volumeMounts: [
            {
              volumeName: 'agent'
              mountPath: '/agent'
            }
          ]
        }
      ]
      volumes: [
        {
          name: 'agent'
          storageType: 'EmptyDir'
        }
      ]
    }
  }
}
