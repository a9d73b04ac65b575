using 'main.bicep'

// From the azd environment: azd env set CLINICALRL_PROFILE prod
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'uksouth')
param profile = readEnvironmentVariable('CLINICALRL_PROFILE', 'dev')
param retentionDays = int(readEnvironmentVariable('CLINICALRL_RETENTION_DAYS', '1'))
param immutability = readEnvironmentVariable('CLINICALRL_IMMUTABILITY', 'Unlocked')
param alertEmail = readEnvironmentVariable('CLINICALRL_ALERT_EMAIL', 'nobody@example.org')
