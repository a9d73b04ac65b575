using System.Collections.Immutable;
using ClinicalRl.Simulation.Content;

namespace ClinicalRl.Simulation.EdHandover.Content;

/// <summary>What follows from what is true of a stay: alerts, calls, and medicines whose dose cannot wait.</summary>
internal sealed class HandoverRules
{
    private readonly ImmutableArray<int> flagOf;
    private readonly ImmutableArray<int> callOf;
    private readonly ImmutableHashSet<int> timeCritical;
    private readonly ImmutableHashSet<int> anticoagulants;

    private HandoverRules(YamlMap file, Concepts concepts, HandoverVocabulary words, SourceLibrary sources)
    {
        var critical = file.Map("time_critical");
        timeCritical = [.. critical.Texts("medicines").Select(code => concepts.Require(code, critical))];
        _ = sources.Find(critical.Text("source")) ?? throw critical.Fail("the source is not in sources.yaml");
        critical.Close();
        anticoagulants = [.. file.Texts("anticoagulants").Select(code => concepts.Require(code, file))];
        flagOf = Read(file.Maps("flags"), "flag", words.Flags, concepts, sources);
        callOf = Read(file.Maps("calls"), "contact", words.Contacts, concepts, sources);
        TimeCriticalFlag = words.Flags.IndexOf("time_critical_medicine");
        CriticalResultFlag = words.Flags.IndexOf("critical_result");
        DeterioratingFlag = words.Flags.IndexOf("deteriorating");
        file.Close();
    }

    public int TimeCriticalFlag { get; }

    public int CriticalResultFlag { get; }

    public int DeterioratingFlag { get; }

    public static HandoverRules Load(Concepts concepts, HandoverVocabulary words, SourceLibrary sources) =>
        new(ContentFiles.Open("ed-handover/rules.yaml"), concepts, words, sources);

    /// <summary>The flag that a concept calls for, or -1.</summary>
    public int FlagOf(int concept) => flagOf[concept];

    /// <summary>The contact that must be told of a concept, or -1.</summary>
    public int CallOf(int concept) => callOf[concept];

    public bool IsTimeCritical(int medicine) => timeCritical.Contains(medicine);

    public bool IsAnticoagulant(int medicine) => anticoagulants.Contains(medicine);

    private static ImmutableArray<int> Read(IReadOnlyList<YamlMap> rows, string key, ImmutableArray<string> known, Concepts concepts, SourceLibrary sources)
    {
        var of = new int[concepts.All.Length];
        Array.Fill(of, -1);
        foreach (var row in rows)
        {
            var index = known.IndexOf(row.Text(key)) is var found and >= 0 ? found : throw row.Fail($"'{row.Text(key)}' is not in vocabulary.yaml");
            foreach (var code in row.Texts("when"))
                of[concepts.Require(code, row)] = index;
            _ = sources.Find(row.Text("source")) ?? throw row.Fail("the source is not in sources.yaml");
            row.Close();
        }

        return [.. of];
    }
}
