// Where the replicas run, and the one folder they share: tenants' held-out secrets and bundles in the making. The share is NFS, for that takes the network as
// proof and needs no account key; it keeps owners and modes, which the service sets.

param location string
param tags object
param name string
param filesName string
param isProduction bool
param subnetId string
param workspaceId string

resource files 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: filesName
  location: location
  tags: tags
  kind: 'FileStorage'
  sku: { name: isProduction ? 'Premium_ZRS' : 'Premium_LRS' }
  properties: {
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: false // NFS 4.1 has no TLS of its own: the network is private
    networkAcls: { defaultAction: 'Deny', bypass: 'None', virtualNetworkRules: [{ id: subnetId, action: 'Allow' }] }
  }
}

resource fileService 'Microsoft.Storage/storageAccounts/fileServices@2023-05-01' = {
  parent: files
  name: 'default'
}

resource share 'Microsoft.Storage/storageAccounts/fileServices/shares@2023-05-01' = {
  parent: fileService
  name: 'data'
  properties: { enabledProtocols: 'NFS', rootSquash: 'NoRootSquash', shareQuota: 100 }
}

resource environment 'Microsoft.App/managedEnvironments@2025-01-01' = {
  name: name
  location: location
  tags: tags
  properties: {
    vnetConfiguration: { infrastructureSubnetId: subnetId, internal: false }
    zoneRedundant: isProduction
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
    appLogsConfiguration: { destination: 'azure-monitor' } // by the setting below, which takes no workspace key
    peerTrafficConfiguration: { encryption: { enabled: true } }
  }
}

resource logs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  scope: environment
  name: 'logs'
  properties: { workspaceId: workspaceId, logs: [{ categoryGroup: 'allLogs', enabled: true }] }
}

resource data 'Microsoft.App/managedEnvironments/storages@2025-01-01' = {
  parent: environment
  name: 'data'
  properties: {
    nfsAzureFile: { accessMode: 'ReadWrite', server: '${files.name}.file.${az.environment().suffixes.storage}', shareName: '/${files.name}/${share.name}' }
  }
}

output id string = environment.id
