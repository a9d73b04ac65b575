using System.Collections.Immutable;

namespace ClinicalRl.Simulation.TriageQueue.Content;

/// <summary>
/// Every way to find something out, numbered for bit masks: first the topics to ask about, then the regions to examine, then
/// what can be measured.
/// </summary>
internal sealed class Checks(Vocabulary vocabulary)
{
    public int FirstRegion { get; } = vocabulary.Topics.Length;

    public int FirstMeasure { get; } = vocabulary.Topics.Length + vocabulary.Regions.Length;

    public int Count { get; } = vocabulary.Topics.Length + vocabulary.Regions.Length + vocabulary.Measures.Length;

    public int History { get; } = vocabulary.Topics.IndexOf("history");

    public int Allergies { get; } = vocabulary.Topics.IndexOf("allergies");

    public int SafetyPlan { get; } = vocabulary.Topics.IndexOf("safety_plan");

    public int Home { get; } = vocabulary.Topics.IndexOf("home");

    public int Pregnancy { get; } = vocabulary.Topics.IndexOf("pregnancy");

    public int PregnancyTest { get; } = vocabulary.Topics.Length + vocabulary.Regions.Length + vocabulary.Measures.IndexOf("pregnancy_test");

    public int Vitals { get; } = vocabulary.Topics.Length + vocabulary.Regions.Length + vocabulary.Measures.IndexOf("vitals");

    /// <summary>The number of <c>ask</c>, <c>examine</c> or <c>measure</c> something, or null.</summary>
    public int? Find(string how, string what)
    {
        var (list, first) = how switch
        {
            "ask" => (vocabulary.Topics, 0),
            "examine" => (vocabulary.Regions, FirstRegion),
            _ => (vocabulary.Measures, FirstMeasure),
        };
        var index = list.IndexOf(what);
        return index < 0 ? null : first + index;
    }

    /// <summary>The tool and argument that do check <paramref name="check"/>.</summary>
    public (string Tool, string What) Describe(int check) =>
        check < FirstRegion ? ("ask", vocabulary.Topics[check])
        : check < FirstMeasure ? ("examine", vocabulary.Regions[check - FirstRegion])
        : ("measure", vocabulary.Measures[check - FirstMeasure]);
}

/// <summary>The words that presentation files may use besides their own.</summary>
internal sealed record TriageWords(Vocabulary Vocabulary, ImmutableArray<string> Backgrounds, ImmutableArray<string> Medicines);
