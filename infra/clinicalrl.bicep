// The service. Replicas are silos of one Orleans cluster: they find each other in the database and connect to each other's own address on port 11111, inside the environment's
// subnet. That port is in no ingress, for an ingress would send a call to any replica, and Orleans means one.

param location string = resourceGroup().location
param environmentName string

@allowed(['dev', 'prod'])
param profile string = 'dev'

@description('What azd built.')
param image string

param registryServer string
param environmentId string
param identityId string
param identityClientId string

@description('Connection string without a password: the identity\'s token is one.')
param database string
param containerUri string
param keyUri string
param insightsConnection string

@description('SHA-256 of the operator\'s first key, which was made elsewhere.')
@minLength(64)
@maxLength(64)
param firstKeySha256 string

@minValue(1)
@maxValue(50)
param maxReplicas int = 6

var isProduction = profile == 'prod'

resource app 'Microsoft.App/containerApps@2025-01-01' = {
  name: 'ca-clinicalrl-${environmentName}'
  location: location
  tags: { 'azd-service-name': 'clinicalrl', 'azd-env-name': environmentName }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    environmentId: environmentId
    workloadProfileName: 'Consumption'
    configuration: {
      activeRevisionsMode: 'Single' // the old revision goes when the new one is ready
      maxInactiveRevisions: 10 // to go back to
      ingress: { external: true, targetPort: 8080, transport: 'auto', allowInsecure: false }
      registries: [{ server: registryServer, identity: identityId }]
    }
    template: {
      terminationGracePeriodSeconds: 90 // drain 15 s, requests 20 s, hand-over
      initContainers: [
        {
          name: 'own-data'
          image: 'mcr.microsoft.com/azurelinux/base/core:3.0'
          command: ['chown', '1654:1654', '/data'] // a new share belongs to root, and the service is not
          resources: { cpu: json('0.25'), memory: '0.5Gi' }
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }]
        }
      ]
      containers: [
        {
          name: 'clinicalrl'
          image: image
          resources: isProduction ? { cpu: json('2'), memory: '4Gi' } : { cpu: json('0.5'), memory: '1Gi' }
          volumeMounts: [{ volumeName: 'data', mountPath: '/data' }]
          env: [
            { name: 'AZURE_CLIENT_ID', value: identityClientId }
            { name: 'ClinicalRl__Database', value: database }
            { name: 'ClinicalRl__DatabaseIdentity', value: 'true' }
            { name: 'ClinicalRl__Blobs__Container', value: containerUri }
            { name: 'ClinicalRl__Signing__KeyVaultKey', value: keyUri }
            { name: 'ClinicalRl__FirstKey', value: firstKeySha256 }
            { name: 'ClinicalRl__DrainSeconds', value: '15' }
            { name: 'ClinicalRl__Image', value: image }
            { name: 'ClinicalRl__Telemetry__AzureMonitor', value: insightsConnection }
            { name: 'ClinicalRl__Telemetry__Metrics', value: 'false' }
          ]
          probes: [
            { type: 'Startup', httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 3, failureThreshold: 40 }
            { type: 'Liveness', httpGet: { path: '/healthz', port: 8080 }, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 6 }
            { type: 'Readiness', httpGet: { path: '/readyz', port: 8080 }, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 2 }
          ]
        }
      ]
      scale: {
        minReplicas: isProduction ? 3 : 1
        maxReplicas: maxReplicas
        rules: [
          { name: 'requests', http: { metadata: { concurrentRequests: '100' } } }
          { name: 'cpu', custom: { type: 'cpu', metadata: { type: 'Utilization', value: '70' } } }
        ]
      }
      volumes: [{ name: 'data', storageType: 'NfsAzureFile', storageName: 'data' }]
    }
  }
}

output SERVICE_CLINICALRL_URI string = 'https://${app.properties.configuration.ingress.fqdn}'
