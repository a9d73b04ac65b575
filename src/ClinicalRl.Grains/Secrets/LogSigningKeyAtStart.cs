using ClinicalRl.Audit.RunLogs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClinicalRl.Grains.Secrets;

/// <summary>Has the signing key read when the service starts, so that a missing one stops the start and not the first episode.</summary>
internal sealed partial class LogSigningKeyAtStart(ILogSigner key, LogKeySet keys, ILogger<LogSigningKeyAtStart> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        LogKey(logger, key.PublicKey.KeyId, keys.Keys.Length);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Run logs are sealed with key {KeyId}, one of {Count} that ever were.")]
    private static partial void LogKey(ILogger logger, string keyId, int count);
}
