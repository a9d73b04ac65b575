// Everything but the container app itself, which infra/clinicalrl.bicep makes once there is an image.
targetScope = 'subscription'

@description('Name of the azd environment; part of every name.')
@minLength(2)
@maxLength(10)
param environmentName string

@description('Region.')
param location string

@allowed(['dev', 'prod'])
@description('Sizes and redundancy.')
param profile string = 'dev'

@description('Days during which no sealed log can be changed or deleted. The operator decides; there is no default that suits every safety case.')
param retentionDays int

@allowed(['Unlocked', 'Locked'])
@description('Locked from the second deployment on, in production. It cannot be undone.')
param immutability string = 'Unlocked'

@description('E-mail address that alerts go to.')
param alertEmail string

var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-clinicalrl-${environmentName}'
  location: location
  tags: tags
}

module platform 'platform.bicep' = {
  scope: group
  params: {
    location: location
    environmentName: environmentName
    profile: profile
    retentionDays: retentionDays
    immutability: immutability
    alertEmail: alertEmail
    tags: tags
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output AZURE_CONTAINER_REGISTRY_ENDPOINT string = platform.outputs.registryServer
output CLINICALRL_ENVIRONMENT_ID string = platform.outputs.environmentId
output CLINICALRL_IDENTITY_ID string = platform.outputs.identityId
output CLINICALRL_IDENTITY_CLIENT_ID string = platform.outputs.identityClientId
output CLINICALRL_DATABASE string = platform.outputs.database
output CLINICALRL_CONTAINER string = platform.outputs.containerUri
output CLINICALRL_KEY string = platform.outputs.keyUri
output CLINICALRL_INSIGHTS string = platform.outputs.insightsConnection
