// Journal, ledgers, grain states and cluster membership. Entra tokens only: passwords are off.

param location string
param tags object
param name string
param isProduction bool
param subnetId string
param dnsZoneId string
param principalId string
param principalName string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: name
  location: location
  tags: tags
  sku: isProduction ? { name: 'Standard_D2ds_v5', tier: 'GeneralPurpose' } : { name: 'Standard_B1ms', tier: 'Burstable' }
  properties: {
    version: '16'
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: tenant().tenantId }
    storage: { storageSizeGB: isProduction ? 128 : 32, autoGrow: 'Enabled' }
    backup: { backupRetentionDays: isProduction ? 35 : 7, geoRedundantBackup: isProduction ? 'Enabled' : 'Disabled' }
    highAvailability: { mode: isProduction ? 'ZoneRedundant' : 'Disabled' }
    network: { delegatedSubnetResourceId: subnetId, privateDnsZoneArmResourceId: dnsZoneId }
  }
}

// The service makes its own tables when it starts, so it administers this server, which holds nothing else.
resource administrator 'Microsoft.DBforPostgreSQL/flexibleServers/administrators@2024-08-01' = {
  parent: server
  name: principalId
  properties: { principalName: principalName, principalType: 'ServicePrincipal', tenantId: tenant().tenantId }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers/databases@2024-08-01' = {
  parent: server
  name: 'clinicalrl'
  properties: { charset: 'UTF8', collation: 'C' }
  dependsOn: [administrator]
}

output connection string = 'Host=${server.properties.fullyQualifiedDomainName};Database=${database.name};Username=${principalName};SSL Mode=VerifyFull'
