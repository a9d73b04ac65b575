// The key that seals run logs. It is made here and never leaves: the service may read its public half and have digests signed, nothing more.

param location string
param tags object
param name string
param principalId string

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    tenantId: tenant().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enablePurgeProtection: true // a lost key would leave every log without a signer
    softDeleteRetentionInDays: 90
  }
}

resource key 'Microsoft.KeyVault/vaults/keys@2023-07-01' = {
  parent: vault
  name: 'run-logs'
  properties: { kty: 'EC', curveName: 'P-256', keyOps: ['sign', 'verify'] }
}

resource signer 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'clinicalrl-log-signer')
  properties: {
    roleName: 'ClinicalRl log signer (${uniqueString(resourceGroup().id)})'
    description: 'Reads public keys and signs; changes and deletes none.'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: []
        dataActions: ['Microsoft.KeyVault/vaults/keys/read', 'Microsoft.KeyVault/vaults/keys/sign/action', 'Microsoft.KeyVault/vaults/keys/verify/action']
      }
    ]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: vault
  name: guid(vault.id, principalId, signer.id)
  properties: { principalId: principalId, principalType: 'ServicePrincipal', roleDefinitionId: signer.id }
}

output keyUri string = key.properties.keyUri
