param location string = resourceGroup().location
param name string = 'shop'
param foundry string = 'contoso'
param foundryGroup string = 'ai'
param subnetId string
param sshKey string

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

resource machines 'Microsoft.Compute/virtualMachineScaleSets@2024-07-01' = {
  name: name
  location: location
  sku: {
    name: 'Standard_D2s_v5'
    capacity: 2
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identity.id}': {}
    }
  }
  properties: {
    orchestrationMode: 'Uniform'
    upgradePolicy: {
      mode: 'Manual'
    }
    virtualMachineProfile: {
      osProfile: {
        computerNamePrefix: name
        adminUsername: 'operator'
        customData: base64(replace(replace(loadTextContent('cloud-init.yaml'), '<resource>', foundry), '<client id>', identity.properties.clientId))
        linuxConfiguration: {
          disablePasswordAuthentication: true
          ssh: {
            publicKeys: [
              {
                path: '/home/operator/.ssh/authorized_keys'
                keyData: sshKey
              }
            ]
          }
        }
      }
      storageProfile: {
        imageReference: {
          publisher: 'Debian'
          offer: 'debian-12'
          sku: '12-gen2'
          version: 'latest'
        }
        osDisk: {
          createOption: 'FromImage'
          managedDisk: {
            storageAccountType: 'Premium_LRS'
          }
        }
      }
      networkProfile: {
        networkInterfaceConfigurations: [
          {
            name: name
            properties: {
              primary: true
              ipConfigurations: [
                {
                  name: name
                  properties: {
                    subnet: {
                      id: subnetId
                    }
                  }
                }
              ]
            }
          }
        ]
      }
    }
  }
}
