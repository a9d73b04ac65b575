using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ClinicalRl.Simulation.Environments;

namespace ClinicalRl.Reports.Hazards;

/// <summary>The log before was made for a version that this service does not have yet: its newer hazards would seem to have left.</summary>
public sealed class NewerHazardLogException(string environment, string before, string now)
    : Exception($"the log before is of {environment} {before}, newer than {now}");

/// <summary>An exported log that a new one continues.</summary>
public sealed class PreviousHazardLog
{
    /// <summary>Longest file read, bytes.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private PreviousHazardLog(HazardLog log, string sha256) => (Log, Sha256) = (log, sha256);

    /// <summary>What it says.</summary>
    public HazardLog Log { get; }

    /// <summary>SHA-256, lower-case hex, of what <see cref="HazardJson.Render"/> makes of it: of the exported file itself, however it was laid out on its way here.</summary>
    public string Sha256 { get; }

    /// <summary>Reads one; <paramref name="problem"/> says what is wrong with it. Nothing is thrown for any bytes.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, [NotNullWhen(true)] out PreviousHazardLog? previous, out string problem)
    {
        previous = null;
        problem = string.Create(CultureInfo.InvariantCulture, $"longer than {MaxBytes} bytes");
        if (json.Length > MaxBytes)
            return false;
        try
        {
            var log = HazardJson.Read(json);
            problem = FaultOf(log) ?? "";
            previous = problem.Length == 0 ? new PreviousHazardLog(log, Convert.ToHexStringLower(SHA256.HashData(HazardJson.Render(log)))) : null;
            return previous is not null;
        }
        catch (JsonException wrong)
        {
            problem = "not a hazard log as this product exports it" + (wrong.Path is { } path ? $": {path}" : "");
            return false;
        }
    }

    /// <summary>Says so when it was made for a newer version of one of these environments; null when it can be continued.</summary>
    public NewerHazardLogException? NewerThan(ImmutableArray<EnvironmentSpec> environments)
    {
        foreach (var spec in environments)
        {
            var before = Log.Environments.FirstOrDefault(logged => logged.Id == spec.Id);
            if (before is not null && SemanticVersion.Parse(before.Version).CompareTo(spec.Version) > 0)
                return new NewerHazardLogException(spec.Id, before.Version, spec.Version.ToString());
        }

        return null;
    }

    /// <summary>What the types alone do not refuse.</summary>
    private static string? FaultOf(HazardLog log)
    {
        if (log.Environments.Any(logged => logged is null || !SemanticVersion.TryParse(logged.Version, out _)))
            return "environments: each must have a version such as 1.2.3";
        var ids = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < log.Rows.Length; at++)
        {
            if (FaultOf(log.Rows[at], ids) is { } fault)
                return string.Create(CultureInfo.InvariantCulture, $"rows[{at}]: {fault}");
        }

        return null;
    }

    private static string? FaultOf(HazardRow? row, HashSet<string> ids)
    {
        if (row is null)
            return "null is no hazard";
        if (row.Causes.Concat(row.ExistingControls).Concat(row.AdditionalControls).Contains(null!) || row.History.Contains(null!) || row.Evidence.Failures.Contains(null!))
            return "a list holds null";
        if (!ids.Add(row.Id))
            return $"'{row.Id}' is there twice";
        if (!row.Id.StartsWith(row.Environment + "/", StringComparison.Ordinal))
            return "the id must begin with the environment";
        if (new[] { row.InitialRisk, row.ResidualRisk }.Any(risk => risk.Level is < 1 or > 5 || risk.Level.HasValue != risk.Likelihood.HasValue))
            return "a risk must be 1 to 5, and there only with a likelihood";
        var (scenarios, failed, upper) = (row.Evidence.Scenarios, row.Evidence.FailedScenarios, row.Evidence.RateUpper);
        if (failed < 0 || failed > scenarios || upper.HasValue != scenarios > 0 || upper is < 0 or > 1)
            return "the evidence must have 0 to 'scenarios' failures, and a rate of 0 to 1 when there are scenarios";
        return (row.Status == HazardStatus.Retired) == (row.RetiredIn is not null) ? null : "'retiredIn' must be there when the row is retired, and only then";
    }
}
