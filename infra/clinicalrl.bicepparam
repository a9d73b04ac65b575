using 'clinicalrl.bicep'

// What azd knows after `azd provision`, and the hash of the operator's first key: azd env set CLINICALRL_FIRST_KEY_SHA256 …
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param profile = readEnvironmentVariable('CLINICALRL_PROFILE', 'dev')
param image = readEnvironmentVariable('SERVICE_CLINICALRL_IMAGE_NAME', '')
param registryServer = readEnvironmentVariable('AZURE_CONTAINER_REGISTRY_ENDPOINT', '')
param environmentId = readEnvironmentVariable('CLINICALRL_ENVIRONMENT_ID', '')
param identityId = readEnvironmentVariable('CLINICALRL_IDENTITY_ID', '')
param identityClientId = readEnvironmentVariable('CLINICALRL_IDENTITY_CLIENT_ID', '')
param database = readEnvironmentVariable('CLINICALRL_DATABASE', '')
param containerUri = readEnvironmentVariable('CLINICALRL_CONTAINER', '')
param keyUri = readEnvironmentVariable('CLINICALRL_KEY', '')
param insightsConnection = readEnvironmentVariable('CLINICALRL_INSIGHTS', '')
param firstKeySha256 = readEnvironmentVariable('CLINICALRL_FIRST_KEY_SHA256', '0000000000000000000000000000000000000000000000000000000000000000')
