// Where sealed run logs and safety-case bundles are kept: written once by the service, changed or deleted by nobody.

@description('Region.')
param location string = resourceGroup().location

@description('Name of the storage account: 3 to 24 lower-case letters and digits, of nobody else in Azure.')
@minLength(3)
@maxLength(24)
param accountName string

@description('Name of the container.')
param containerName string = 'clinicalrl'

@description('Object id of the managed identity that the service runs as.')
param servicePrincipalId string

@description('Days from its writing during which no version of a blob can be changed or deleted. The period is the operator\'s decision; there is no default that suits every safety case.')
@minValue(1)
@maxValue(146000)
param retentionDays int

@description('Unlocked at the first deployment, since Azure makes no policy locked; Locked from the second on, in production: it cannot be undone, and the days can then only grow.')
@allowed(['Unlocked', 'Locked'])
param immutability string = 'Unlocked'

@description('Redundancy. Zone-redundant storage keeps logs through the loss of a data centre.')
@allowed(['Standard_LRS', 'Standard_ZRS', 'Standard_GZRS'])
param sku string = 'Standard_ZRS'

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: accountName
  location: location
  kind: 'StorageV2'
  sku: { name: sku }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false // identities only: no key that opens everything
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    immutableStorageWithVersioning: {
      enabled: true
      immutabilityPolicy: {
        allowProtectedAppendWrites: false
        immutabilityPeriodSinceCreationInDays: retentionDays
        state: immutability
      }
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    isVersioningEnabled: true
    changeFeed: { enabled: true }
    deleteRetentionPolicy: { enabled: true, days: 30 }
    containerDeleteRetentionPolicy: { enabled: true, days: 30 }
  }
}

resource container 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: containerName
  properties: {
    publicAccess: 'None'
    immutableStorageWithVersioning: { enabled: true }
  }
}

// What the service needs and no more: it reads, lists and writes; it cannot delete, nor change a policy.
resource writer 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
  name: guid(resourceGroup().id, 'clinicalrl-log-writer')
  properties: {
    roleName: 'ClinicalRl log writer (${uniqueString(resourceGroup().id)})'
    description: 'Reads and writes blobs; deletes none.'
    assignableScopes: [resourceGroup().id]
    permissions: [
      {
        actions: ['Microsoft.Storage/storageAccounts/blobServices/containers/read']
        dataActions: [
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/write'
          'Microsoft.Storage/storageAccounts/blobServices/containers/blobs/add/action'
        ]
      }
    ]
  }
}

resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: container
  name: guid(container.id, servicePrincipalId, writer.id)
  properties: {
    principalId: servicePrincipalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: writer.id
  }
}

@description('What ClinicalRl:Blobs:Container must be.')
output containerUri string = '${account.properties.primaryEndpoints.blob}${containerName}'
