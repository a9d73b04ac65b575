using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;

namespace ClinicalRl.Reports.Reliability.Figures;

/// <summary>A judged step of a run log.</summary>
/// <param name="Step">Index from 1.</param>
/// <param name="Reward">Its automatic reward.</param>
/// <param name="Verdicts">The verdicts that carry weight; their shares add up to 1.</param>
public sealed record JudgedStep(int Step, double Reward, ImmutableArray<JudgedVerdict> Verdicts);

/// <summary>What a run log, sealed or still open, says of the automatic reward.</summary>
/// <param name="RewardFunction">Id and version of the function that judged.</param>
/// <param name="Reward">The episode's reward so far; null before anything was judged.</param>
/// <param name="Steps">The judged steps, ascending.</param>
public sealed record JudgedEpisode(string RewardFunction, double? Reward, ImmutableArray<JudgedStep> Steps)
{
    /// <summary>All verdicts, as shares of the plain mean over judged steps.</summary>
    public ImmutableArray<JudgedVerdict> Verdicts => [.. Steps.SelectMany(step => step.Verdicts.Select(verdict => verdict with { Share = verdict.Share / Steps.Length }))];

    /// <summary>Reads a log. It does not check it: that is the verifier's work. Nothing is thrown for any bytes.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> log, [NotNullWhen(true)] out JudgedEpisode? episode)
    {
        episode = null;
        try
        {
            string? function = null;
            double? reward = null;
            var steps = ImmutableArray.CreateBuilder<JudgedStep>();
            while (!log.IsEmpty)
            {
                var end = log.Span.IndexOf((byte)'\n');
                if (!RunLogReader.TryRead(end < 0 ? log : log[..end], out var record, out _))
                    return false;
                log = end < 0 ? default : log[(end + 1)..];
                if (record is RunLogOpening { Header.RewardFunction: var judge })
                    function = $"{judge.Id}@{judge.Version}";
                if (record is RunLogStep step && Read(step, ref reward) is { } judged)
                    steps.Add(judged);
            }

            episode = function is null ? null : new JudgedEpisode(function, reward, steps.ToImmutable());
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return false;   // an outcome of another form than this version writes
        }

        return episode is not null;
    }

    private static JudgedStep? Read(RunLogStep step, ref double? reward)
    {
        using var outcome = JsonDocument.Parse(step.Outcome);
        var root = outcome.RootElement;
        if (!root.GetProperty("judged").GetBoolean())
            return null;
        reward = root.GetProperty("episodeReward").GetProperty("reward").GetDouble();
        var verdicts = root.GetProperty("breakdown").EnumerateArray()
            .Select(verdict => new JudgedVerdict(verdict.GetProperty("criterion").GetString()!, verdict.GetProperty("score").GetDouble(), verdict.GetProperty("weight").GetDouble()))
            .Where(verdict => verdict.Share > 0).ToImmutableArray();
        var total = verdicts.Sum(verdict => verdict.Share);
        return new JudgedStep(step.Step, root.GetProperty("reward").GetDouble(), [.. verdicts.Select(verdict => verdict with { Share = verdict.Share / total })]);
    }
}
