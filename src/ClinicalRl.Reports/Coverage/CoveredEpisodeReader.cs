using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Reports.Coverage;

/// <summary>Reads from a run log what a coverage matrix needs. It does not check the log: that is the verifier's work.</summary>
public static class CoveredEpisodeReader
{
    private const string NotMet = "not_met";

    /// <summary>Reads a sealed log; <paramref name="problem"/> says why one cannot be counted. Nothing is thrown for any bytes.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> log, [NotNullWhen(true)] out CoveredEpisode? episode, out string problem)
    {
        episode = null;
        try
        {
            var failures = ImmutableArray.CreateBuilder<CoveredFailure>();
            var judged = new Dictionary<string, SafetyCategory>(StringComparer.Ordinal);
            RunLogHeader? header = null;
            for (var number = 1; !log.IsEmpty; number++)
            {
                var end = log.Span.IndexOf((byte)'\n');
                if (!RunLogReader.TryRead(end < 0 ? log : log[..end], out var record, out problem))
                    return Refuse(number, problem, out problem);
                log = end < 0 ? default : log[(end + 1)..];
                switch (record)
                {
                    case RunLogOpening opening when number == 1:
                        header = opening.Header;
                        break;
                    case RunLogStep step when header is not null:
                        Read(step, failures, judged);
                        break;
                    case RunLogSeal seal when header is not null:
                        episode = Covered(header, seal, failures.ToImmutable(), judged);
                        return true;
                    default:
                        return Refuse(number, "the line is not in its place", out problem);
                }
            }

            problem = "The episode is not sealed.";
            return false;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            problem = "An outcome in the log has another form than this version writes.";
            return false;
        }
    }

    private static bool Refuse(int line, string reason, out string problem)
    {
        problem = string.Create(CultureInfo.InvariantCulture, $"Line {line}: {reason}");
        return false;
    }

    private static void Read(RunLogStep step, ImmutableArray<CoveredFailure>.Builder failures, Dictionary<string, SafetyCategory> judged)
    {
        using var outcome = JsonDocument.Parse(step.Outcome);
        foreach (var verdict in outcome.RootElement.GetProperty("breakdown").EnumerateArray())
        {
            var criterion = verdict.GetProperty("criterion").GetString()!;
            if (!judged.TryGetValue(criterion, out var category))
                judged[criterion] = category = Named<SafetyCategory>(verdict.GetProperty("category"));
            if (verdict.GetProperty("verdict").GetString() == NotMet)
                failures.Add(new CoveredFailure(criterion, category, Named<Severity>(verdict.GetProperty("severity")), step.Step, verdict.GetProperty("subject").GetString()));
        }
    }

    private static T Named<T>(JsonElement name)
        where T : struct, Enum =>
        Enum.TryParse<T>(name.GetString(), out var value) && Enum.IsDefined(value) ? value : throw new FormatException("There is no such name.");

    private static CoveredEpisode Covered(RunLogHeader header, RunLogSeal seal, ImmutableArray<CoveredFailure> failures, Dictionary<string, SafetyCategory> judged) => new()
    {
        Episode = header.Episode,
        Environment = header.Environment,
        Scenario = string.Create(CultureInfo.InvariantCulture, $"{header.Environment}@{header.Version}/{header.Split.Word()}/{header.SeedOrIndex}/{header.Difficulty.Word()}"),
        RewardFunction = $"{header.RewardFunction.Id}@{header.RewardFunction.Version}",
        Began = header.Time,
        Labels = header.Labels,
        Hazards = seal.Hazards,
        Judged = [.. judged.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new JudgedCriterion(pair.Key, pair.Value))],
        Failures = failures,
    };
}
