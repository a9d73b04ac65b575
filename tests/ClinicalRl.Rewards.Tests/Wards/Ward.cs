using System.Text;
using ClinicalRl.Simulation.Environments;
using ClinicalRl.Simulation.Facts;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Rewards.Tests.Wards;

/// <summary>A fact schema with one of everything, and documents over it.</summary>
internal static class Ward
{
    public static readonly EventKind Seen = new("seen", "A patient was seen.", [
        FactField.Number("minutes_overdue", "The time after the target", 0, 240, "minutes"),
        FactField.Integer("level", "The level given", 1, 5),
        FactField.Symbol("outcome", "The place the patient went to", "home", "ward", "theatre"),
        FactField.Boolean("explained", "The patient was told why", "The patient was not told why"),
    ]);

    public static readonly EventKind Left = new("left", "A patient left unseen.", [
        FactField.Boolean("explained", "The patient was told why", "The patient was not told why"),
        FactField.Number("minutes_overdue", "The time after the target", 0, 600, "minutes"),
        FactField.Integer("level", "The level given, in words of harm", 1, 5, "levels"),
    ]);

    public static readonly EventKind Missed = new("missed", "Something due was not done.", [
        FactField.Symbol("must_do", "The thing due", "round", "discharge"),
        FactField.Symbol("at", "The moment at which it is judged", "deadline", "end"),
        FactField.Integer("occurrences", "The number of times this has happened", 0, 100),
    ]);

    public static readonly EventKind Closed = new("closed", "The shift ended.", []);

    public static readonly EnvironmentSpec Spec = new()
    {
        Id = "ward",
        Version = new SemanticVersion(1, 2, 0),
        ContentHash = new string('0', 64),
        Title = "Ward",
        Description = "A ward for tests.",
        Tools = [],
        Facts = new FactSchema(Seen, Left, Missed, Closed),
        Hazards = [new Hazard("W-1", SafetyCategory.CS01, Severity.S4, "Seen too late.", [], false)],
        MaxSteps = 10,
        DefaultRewardFunction = "ward-reward",
        ObservationDataSchema = "{}",
        Unverified = [],
        History = [],
    };

    public const string Prompt = """
          - id: prompt
            statement: The patient is seen in time.
            category: CS01
            severity: S4
            judge: seen
            met: minutes_overdue <= 10 minutes
        """;

    public static readonly string Head = """
        id: ward-reward
        version: 1.0.0
        title: Ward reward
        environment: ward
        environmentVersions: ">=1.0.0 <2.0.0"
        intendedUse: Tests only.
        author: {name: A team, role: software engineer}
        notice: Draft.
        exploitCeiling: 0.4

        """;

    public static string Text(params string[] criteria) => Head + "criteria:\n" + string.Join('\n', criteria) + "\n";

    /// <summary>A document with one criterion in place of <see cref="Prompt"/>'s predicates.</summary>
    public static string Criterion(string met, string? applies = null, string? partly = null, string judge = "seen", string more = "")
    {
        var text = new StringBuilder("  - id: only\n    statement: Something is wanted.\n    category: CS01\n    severity: S2\n");
        text.Append("    judge: ").Append(judge).Append('\n');
        if (applies is not null)
            text.Append("    applies: ").Append(applies).Append('\n');
        text.Append("    met: ").Append(met).Append('\n');
        if (partly is not null)
            text.Append("    partly: ").Append(partly).Append('\n');
        return Text(text.Append(more).ToString().TrimEnd('\n'));
    }

    public static RewardFunction Compile(string text) => RewardFunction.Compile(RewardDocumentParser.Parse(Encoding.UTF8.GetBytes(text)), Spec);

    public static IReadOnlyList<Finding> Lint(string text) => RewardLinter.Lint(Encoding.UTF8.GetBytes(text), Spec);

    public static FactEvent SeenAt(double minutes, int level = 3, int outcome = 0, bool explained = true, string? subject = "P1") =>
        new(Seen, subject, [minutes, level, outcome, explained ? 1 : 0]);

    public static FactEvent LeftAt(double minutes, bool explained = false, int level = 3) => new(Left, "P2", [explained ? 1 : 0, minutes, level]);
}
