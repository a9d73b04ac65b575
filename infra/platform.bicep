// What the service runs on. Every arrow between two of these is a managed identity or a private network; there is no secret to keep.

param location string
param environmentName string

@allowed(['dev', 'prod'])
param profile string
param retentionDays int
param immutability string
param alertEmail string
param tags object

var suffix = take(uniqueString(resourceGroup().id), 6)
var short = toLower(replace(environmentName, '-', '')) // for names that take no hyphen
var isProduction = profile == 'prod'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-clinicalrl-${environmentName}'
  location: location
  tags: tags
}

module network 'modules/network.bicep' = {
  params: { location: location, tags: tags }
}

module monitoring 'modules/monitoring.bicep' = {
  params: { location: location, tags: tags, alertEmail: alertEmail, principalId: identity.properties.principalId, retentionDays: isProduction ? 90 : 30 }
}

module registry 'modules/registry.bicep' = {
  params: { location: location, tags: tags, name: 'crl${short}${suffix}', principalId: identity.properties.principalId }
}

module database 'modules/database.bicep' = {
  params: {
    location: location
    tags: tags
    name: 'psql-clinicalrl-${environmentName}-${suffix}'
    isProduction: isProduction
    subnetId: network.outputs.databaseSubnetId
    dnsZoneId: network.outputs.databaseZoneId
    principalId: identity.properties.principalId
    principalName: identity.name
  }
}

module logs 'storage.bicep' = {
  params: {
    location: location
    accountName: 'crllogs${short}${suffix}'
    servicePrincipalId: identity.properties.principalId
    retentionDays: retentionDays
    immutability: immutability
    sku: isProduction ? 'Standard_ZRS' : 'Standard_LRS'
  }
}

module vault 'modules/vault.bicep' = {
  params: { location: location, tags: tags, name: 'kv-crl-${short}-${suffix}', principalId: identity.properties.principalId }
}

module environment 'modules/environment.bicep' = {
  params: {
    location: location
    tags: tags
    name: 'cae-clinicalrl-${environmentName}'
    filesName: 'crlfiles${short}${suffix}'
    isProduction: isProduction
    subnetId: network.outputs.appsSubnetId
    workspaceId: monitoring.outputs.workspaceId
  }
}

output registryServer string = registry.outputs.server
output environmentId string = environment.outputs.id
output identityId string = identity.id
output identityClientId string = identity.properties.clientId
output database string = database.outputs.connection
output containerUri string = logs.outputs.containerUri
output keyUri string = vault.outputs.keyUri
output insightsConnection string = monitoring.outputs.insightsConnection
