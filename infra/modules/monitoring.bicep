// Logs, traces, metrics, and the alerts of monitoring/alerts.yaml as Azure asks for them.

param location string
param tags object
param alertEmail string
param principalId string
param retentionDays int

var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

// Each query answers rows only when something is wrong.
var alerts = [
  {
    name: 'JournalStopped'
    severity: 1
    summary: 'The journal takes no appends.'
    window: 'PT5M'
    query: 'AppMetrics | where Name == "clinicalrl.readiness" and tostring(Properties.check) == "journal" | summarize Well = min(Min) by bin(TimeGenerated, 1m) | where Well < 1'
  }
  {
    name: 'NotReady'
    severity: 1
    summary: 'A silo is not ready.'
    window: 'PT5M'
    query: 'AppMetrics | where Name == "clinicalrl.readiness" and tostring(Properties.check) in ("journal", "grains", "membership") | summarize Well = min(Min) by AppRoleInstance, bin(TimeGenerated, 1m) | where Well < 1'
  }
  {
    name: 'SiloLost'
    severity: 2
    summary: 'A silo ended without saying so.'
    window: 'PT10M'
    query: 'AppMetrics | where Name == "clinicalrl.silos.lost" | summarize Lost = sum(Sum) | where Lost > 0'
  }
  {
    name: 'QueueFull'
    severity: 1
    summary: 'The journal refused appends: its queue was full.'
    window: 'PT5M'
    query: 'AppMetrics | where Name == "clinicalrl.journal.refused" | summarize Refused = sum(Sum) | where Refused > 0'
  }
  {
    name: 'BlobStoreAway'
    severity: 2
    summary: 'The blob store does not answer.'
    window: 'PT10M'
    query: 'AppMetrics | where Name == "clinicalrl.readiness" and tostring(Properties.check) == "blobs" | summarize Well = max(Max) | where Well < 1'
  }
  {
    name: 'SealLag'
    severity: 2
    summary: 'A sealed log has waited for more than five minutes.'
    window: 'PT5M'
    query: 'AppMetrics | where Name == "clinicalrl.queue.lag" and tostring(Properties.queue) == "sealing" | summarize Seconds = min(Max) | where Seconds > 300'
  }
]

resource workspace 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-clinicalrl'
  location: location
  tags: tags
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: retentionDays, features: { disableLocalAuth: true } }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-clinicalrl'
  location: location
  tags: tags
  kind: 'web'
  properties: { Application_Type: 'web', WorkspaceResourceId: workspace.id, DisableLocalAuth: true }
}

resource publish 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  scope: insights
  name: guid(insights.id, principalId, metricsPublisher)
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
  }
}

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-clinicalrl'
  location: 'global'
  tags: tags
  properties: { groupShortName: 'clinicalrl', enabled: true, emailReceivers: [{ name: 'operator', emailAddress: alertEmail, useCommonAlertSchema: true }] }
}

resource rules 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for alert in alerts: {
    name: alert.name
    location: location
    tags: tags
    properties: {
      displayName: alert.name
      description: alert.summary
      severity: alert.severity
      enabled: true
      autoMitigate: true
      evaluationFrequency: 'PT5M'
      windowSize: alert.window
      scopes: [workspace.id]
      skipQueryValidation: true // the table is made when the first metric comes
      criteria: { allOf: [{ query: alert.query, timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0 }] }
      actions: { actionGroups: [people.id] }
    }
  }
]

output workspaceId string = workspace.id
output insightsConnection string = insights.properties.ConnectionString
