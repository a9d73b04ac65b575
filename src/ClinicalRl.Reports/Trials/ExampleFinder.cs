using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ClinicalRl.Rewards;
using ClinicalRl.Rewards.Scores;
using ClinicalRl.Simulation.Actions;

namespace ClinicalRl.Reports.Trials;

/// <summary>Keeps for each criterion the first episode that met it and the first that did not.</summary>
internal sealed class ExampleFinder(RewardDocument document, ImmutableArray<ToolDefinition> tools)
{
    private const int MaxActionLength = 160;

    private readonly Dictionary<(string Criterion, Verdict Verdict), CriterionExample> found = [];

    public void Add(TrialEpisode episode)
    {
        foreach (var (verdict, action, step) in episode.Verdicts)
        {
            if (verdict.Verdict != Verdict.PartlyMet && !found.ContainsKey((verdict.Criterion.Id, verdict.Verdict)))
            {
                found[(verdict.Criterion.Id, verdict.Verdict)] = new CriterionExample(
                    verdict.Criterion.Id, verdict.Word, episode.Policy, episode.Seed, step, verdict.Subject, Describe(action), verdict.Because());
            }
        }
    }

    /// <summary>The examples in document order, met before not met.</summary>
    public ImmutableArray<CriterionExample> ToImmutable() =>
    [
        .. from criterion in document.Criteria
           from verdict in new[] { Verdict.Met, Verdict.NotMet }
           where found.ContainsKey((criterion.Id, verdict))
           select found[(criterion.Id, verdict)],
    ];

    /// <summary>The call in one line, such as <c>dispose: patient P3, disposition D8</c>.</summary>
    private string Describe(AgentAction action)
    {
        var tool = tools.FirstOrDefault(tool => tool.Name == action.Tool);
        var text = new StringBuilder(action.Tool.Replace('_', ' '));
        var separator = ": ";
        foreach (var argument in action.Arguments.EnumerateObject())
        {
            var value = Describe(argument.Value, tool?.Parameters.FirstOrDefault(parameter => parameter.Name == argument.Name));
            if (value.Length == 0)
                continue;
            text.Append(separator).Append(argument.Name.Replace('_', ' ')).Append(' ').Append(value);
            separator = ", ";
        }

        return text.Length > MaxActionLength ? text.ToString(0, MaxActionLength) + "…" : text.ToString();
    }

    private static string Describe(JsonElement value, ToolParameter? parameter) => value.ValueKind switch
    {
        JsonValueKind.String when parameter?.TitleOf(value.GetString()!) is { } title => $"{value.GetString()} ({title})",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(" + ", value.EnumerateArray().Select(item => Describe(item, parameter))),
        _ => value.GetRawText(),
    };
}
