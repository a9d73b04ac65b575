using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using ClinicalRl.Audit.RunLogs;
using ClinicalRl.Evaluation.Assessments;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Grains.Assessments;

/// <summary>A sealed log as an assessment needs it: what evaluators see, and apart from it what the automatic reward said.</summary>
/// <param name="Candidate">For choosing.</param>
/// <param name="RewardFunction">Id and version of what judged it.</param>
/// <param name="PolicyVersion">The agent, by the label that names it.</param>
/// <param name="Trajectory">What was seen and done.</param>
/// <param name="Steps">The judged steps as the automatic reward saw them.</param>
internal sealed record AssessedEpisode(
    EpisodeCandidate Candidate, string RewardFunction, string PolicyVersion, Trajectory Trajectory, ImmutableArray<AutomaticStep> Steps)
{
    private const string Unnamed = "unlabelled";

    private const int MaxName = 100;

    /// <summary>Reads a sealed log; <paramref name="problem"/> says why one cannot be. Nothing is thrown for any bytes.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> log, [NotNullWhen(true)] out AssessedEpisode? episode, out string problem)
    {
        episode = null;
        try
        {
            var reading = new Reading();
            for (var number = 1; !log.IsEmpty; number++)
            {
                var end = log.Span.IndexOf((byte)'\n');
                if (!RunLogReader.TryRead(end < 0 ? log : log[..end], out var record, out problem))
                    return false;
                log = end < 0 ? default : log[(end + 1)..];
                if (!reading.Take(record, number))
                    break;
                if (record is RunLogSeal seal)
                {
                    episode = reading.Close(seal);
                    return true;
                }
            }

            problem = "The episode is not sealed.";
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            problem = "An outcome in the log has another form than this version writes.";
        }

        return false;
    }

    private sealed class Reading
    {
        private readonly ImmutableArray<TrajectoryStep>.Builder steps = ImmutableArray.CreateBuilder<TrajectoryStep>();
        private readonly ImmutableArray<AutomaticStep>.Builder judged = ImmutableArray.CreateBuilder<AutomaticStep>();
        private RunLogHeader? header;
        private string opening = "";
        private SafetyCategory? worstCategory;
        private Severity worst;

        public bool Take(RunLogRecord record, int number)
        {
            if (record is RunLogOpening begun && number == 1)
                (header, opening) = (begun.Header, JsonElement.Parse(begun.Outcome.Span).GetProperty("observation").GetProperty("text").GetString()!);
            else if (record is RunLogStep step && header is not null)
                Add(step);
            else
                return record is RunLogSeal && header is not null;
            return true;
        }

        public AssessedEpisode Close(RunLogSeal seal)
        {
            var reward = JsonElement.Parse(seal.EpisodeReward.Span).GetProperty("reward").GetDouble();
            var candidate = new EpisodeCandidate
            {
                Episode = header!.Episode,
                Scenario = string.Create(CultureInfo.InvariantCulture, $"{header.Environment}@{header.Version}/{header.Split.Word()}/{header.SeedOrIndex}/{header.Difficulty.Word()}"),
                RewardFunction = header.RewardFunction.Id,
                Labels = [.. header.Labels.Select(label => $"{label.Key}={label.Value}")],
                Reward = reward,
                StepMean = judged.Count == 0 ? 0 : judged.Sum(step => step.Reward) / judged.Count,
                JudgedSteps = judged.Count,
                WorstCategory = worstCategory,
                WorstSeverity = worst,
            };
            return new AssessedEpisode(
                candidate, $"{header.RewardFunction.Id}@{header.RewardFunction.Version}", PolicyOf(header), new Trajectory(opening, steps.ToImmutable()), judged.ToImmutable());
        }

        private void Add(RunLogStep step)
        {
            var (action, outcome) = (JsonElement.Parse(step.Action.Span), JsonElement.Parse(step.Outcome.Span));
            var (observation, isJudged) = (outcome.GetProperty("observation"), outcome.GetProperty("judged").GetBoolean());
            var message = TextOf(action, "message");
            steps.Add(new TrajectoryStep(
                step.Step, action.GetProperty("tool").GetString()!, action.TryGetProperty("arguments", out var arguments) ? arguments.GetRawText() : "{}", message, TextOf(action, "rationale"),
                observation.GetProperty("text").GetString()!, observation.GetProperty("time_minutes").GetInt32(), isJudged));
            if (!isJudged)
                return;
            var verdicts = outcome.GetProperty("breakdown");
            foreach (var verdict in verdicts.EnumerateArray())
                Note(verdict);
            judged.Add(new AutomaticStep(step.Step, outcome.GetProperty("reward").GetDouble(), message?.Length ?? 0, VerdictsOf(verdicts)));
        }

        private void Note(JsonElement verdict)
        {
            if (verdict.GetProperty("verdict").GetString() != "not_met")
                return;
            var severity = Enum.Parse<Severity>(verdict.GetProperty("severity").GetString()!);
            if (worstCategory is null || severity > worst)
                (worst, worstCategory) = (severity, Enum.Parse<SafetyCategory>(verdict.GetProperty("category").GetString()!));
        }

        /// <summary>Each criterion once: met when it was for everybody it concerned; those that did not apply say nothing.</summary>
        private static ImmutableArray<AutomaticVerdict> VerdictsOf(JsonElement verdicts) =>
        [
            .. verdicts.EnumerateArray().Select(verdict => (Criterion: verdict.GetProperty("criterion").GetString()!, Word: verdict.GetProperty("verdict").GetString()!))
                .Where(verdict => verdict.Word != "not_applicable").GroupBy(verdict => verdict.Criterion, StringComparer.Ordinal).OrderBy(criterion => criterion.Key, StringComparer.Ordinal)
                .Select(criterion => new AutomaticVerdict(criterion.Key, criterion.All(verdict => verdict.Word == "met"))),
        ];

        private static string? TextOf(JsonElement action, string name) => action.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        private static string PolicyOf(RunLogHeader header)
        {
            var named = StartAssessment.AgentLabels.Select(key => header.Labels.FirstOrDefault(label => label.Key == key).Value).FirstOrDefault(value => !string.IsNullOrEmpty(value)) ?? Unnamed;
            return string.Concat(named.Take(MaxName).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '@' or '-' ? c : '-'));
        }
    }
}
