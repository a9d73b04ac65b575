using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Prescribing.Content;

/// <summary>What a rule asks for.</summary>
internal enum RuleKind
{
    /// <summary>Do not have it on the chart.</summary>
    Avoid,

    /// <summary>Only with a test within some days.</summary>
    Monitor,

    /// <summary>Only with a protecting medicine.</summary>
    Protect,

    /// <summary>Not above a daily dose.</summary>
    Limit,

    /// <summary>An alert that changes nothing: what real checkers say too often.</summary>
    Note,
}

/// <summary>What a broken rule is about.</summary>
internal enum RuleArea
{
    Interaction,
    Disease,
    Organ,
    Pregnancy,
    Indication,
}

/// <summary>One safety rule: a medicine (by tag), perhaps together with another, perhaps only for some people.</summary>
internal sealed record SafetyRule
{
    public required string Id { get; init; }

    public required UInt128 First { get; init; }

    /// <summary>Bit per medicine of the other side; 0 when the rule is about one medicine.</summary>
    public required UInt128 Second { get; init; }

    public required PatientCondition When { get; init; }

    public required RuleKind Kind { get; init; }

    public required RuleArea Area { get; init; }

    public required Severity Severity { get; init; }

    /// <summary>Daily dose in mg (or the order's own unit) that is still right.</summary>
    public required double DailyLimit { get; init; }

    public required FollowUp FollowUp { get; init; }

    public required UInt128 ProtectedBy { get; init; }

    /// <summary>Team that an otherwise unanswerable need goes to, or -1.</summary>
    public required int Refer { get; init; }

    /// <summary>Reason to decline when it forbids what was asked for, or -1.</summary>
    public required int Decline { get; init; }

    /// <summary>The reason passes: a medicine of the record is paused for it, not stopped.</summary>
    public required bool IsTemporary { get; init; }

    /// <summary>What an alert says.</summary>
    public required string Alert { get; init; }

    /// <summary>What follows when it is broken.</summary>
    public required string Then { get; init; }

    public required string Source { get; init; }

    public required string Reference { get; init; }

    public bool IsPair => Second != 0;

    public static SafetyRule Read(YamlMap row, Vocabulary words, Formulary formulary, SourceLibrary sources)
    {
        var hasPair = row.Has("with");
        var rule = new SafetyRule
        {
            Id = row.Text("id"),
            First = Medicines(row, row.Text("medicine"), formulary),
            Second = hasPair ? Medicines(row, row.Text("with"), formulary) : 0,
            When = row.Has("when") ? PatientCondition.Read(row.Map("when"), words, formulary.Mask) : PatientCondition.Always,
            Kind = Choice<RuleKind>(row, "kind"),
            Area = hasPair ? RuleArea.Interaction : Choice<RuleArea>(row, "area"),
            Severity = Enum.Parse<Severity>(row.Text("severity")),
            DailyLimit = row.Has("daily") ? row.Number("daily") : double.NaN,
            FollowUp = row.Has("test") ? new FollowUp(words.Test(row.Text("test")), row.Whole("within")) : default,
            ProtectedBy = row.Has("by") ? Medicines(row, row.Text("by"), formulary) : 0,
            Refer = row.Has("refer") ? Vocabulary.IndexOf(words.Teams, row.Text("refer")) : -1,
            Decline = row.Has("decline") ? Vocabulary.IndexOf(words.Reasons, row.Text("decline")) : -1,
            IsTemporary = row.Flag("temporary"),
            Alert = row.Text("alert"),
            Then = row.OptionalText("then") ?? "",
            Source = row.Text("source"),
            Reference = row.OptionalText("ref") ?? "",
        };
        row.Close();
        if (sources.Find(rule.Source) is null)
            throw row.Fail($"unknown source '{rule.Source}'");
        if (rule.Kind == RuleKind.Limit && double.IsNaN(rule.DailyLimit))
            throw row.Fail("a limit needs 'daily'");
        if (rule.Kind == RuleKind.Monitor && (!row.Has("test") || rule.FollowUp.Test < 0))
            throw row.Fail("monitoring needs a known 'test' and 'within'");
        return rule.Kind != RuleKind.Protect || rule.ProtectedBy != 0 ? rule : throw row.Fail("protection needs 'by'");
    }

    private static UInt128 Medicines(YamlMap row, string list, Formulary formulary)
    {
        UInt128 mask = 0;
        foreach (var name in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            mask |= formulary.Mask(name) is var found && found != 0 ? found : throw row.Fail($"no medicine has the tag or id '{name}'");
        return mask;
    }

    private static T Choice<T>(YamlMap row, string key)
        where T : struct, Enum => Enum.TryParse<T>(row.Text(key), ignoreCase: true, out var value) ? value : throw row.Fail($"'{key}' must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
}

/// <summary>How sure and how bad a reaction was.</summary>
internal enum Reaction
{
    Unknown,
    Intolerance,
    Delayed,
    Immediate,
}

/// <summary>Which medicines a reaction to a group forbids.</summary>
/// <param name="Group">Allergy group, such as penicillin.</param>
/// <param name="From">The mildest reaction that forbids; an unknown reaction counts as the worst.</param>
/// <param name="Medicines">What it forbids.</param>
/// <param name="Source">Source id.</param>
internal sealed record CrossReaction(string Group, Reaction From, UInt128 Medicines, string Source);
