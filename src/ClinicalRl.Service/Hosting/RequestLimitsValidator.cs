using Microsoft.Extensions.Options;

namespace ClinicalRl.Service.Hosting;

/// <summary>Refuses limits that cannot work, before anything starts.</summary>
internal sealed class RequestLimitsValidator : IValidateOptions<RequestLimits>
{
    private const int Most = 10_000_000;

    public ValidateOptionsResult Validate(string? name, RequestLimits options)
    {
        string[] wrong =
        [
            .. Outside(nameof(options.Connections), options.Connections, 1, Most),
            .. Outside(nameof(options.UpgradedConnections), options.UpgradedConnections, 1, Most),
            .. Outside(nameof(options.LongMessagesMebibytes), options.LongMessagesMebibytes, 1, 65_536),
            .. Outside(nameof(options.BatchParallelism), options.BatchParallelism, 1, RequestLimits.BatchItems),
            .. Outside(nameof(options.RequestSeconds), options.RequestSeconds, 1, 600),
            .. Outside(nameof(options.StopSeconds), options.StopSeconds, 1, 600),
            .. Outside(nameof(options.TenantRequestsPerSecond), options.TenantRequestsPerSecond, 1, Most),
            .. Outside(nameof(options.ContendedTurns), options.ContendedTurns, 1, Most),
            .. Outside(nameof(options.AnonymousRequestsPerSecond), options.AnonymousRequestsPerSecond, 1, Most),
        ];
        return wrong.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(wrong);
    }

    private static IEnumerable<string> Outside(string name, int value, int least, int most)
    {
        if (value < least || value > most)
            yield return string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{RequestLimits.Section}:{name} must be {least:N0} to {most:N0}.");
    }
}
