using ClinicalRl.Simulation.Language;

namespace ClinicalRl.Simulation.Tests.Language;

/// <summary>
/// Precision and recall over labelled utterances. Those of development.txt were tuned on; those of held-back.txt were written before the first
/// run and nothing was changed for their sake.
/// </summary>
public sealed class ConceptMatcherAccuracyTests(ITestOutputHelper output)
{
    private const double LeastPrecision = 0.95;
    private const double LeastRecall = 0.90;

    /// <summary>What was measured on the held-back part, less a margin: a change that loses more is a step back.</summary>
    private const double LeastHeldBackPrecision = 0.88;
    private const double LeastHeldBackRecall = 0.89;

    private static readonly IReadOnlyList<LabelledUtterance> Development = Load("development.txt");
    private static readonly IReadOnlyList<LabelledUtterance> HeldBack = Load("held-back.txt");

    [Fact]
    public void Utterances_AreManyAndDifferent()
    {
        var all = Development.Concat(HeldBack).ToArray();
        Assert.True(all.Length >= 600, $"{all.Length} utterances");
        Assert.True(HeldBack.Count >= 200);
        Assert.Equal(all.Length, all.Select(utterance => utterance.Text).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Utterances_AreLabelledWithConceptsOfTheLexicon() => Assert.All(Development.Concat(HeldBack), utterance =>
    {
        foreach (var label in utterance.Labels.Where(label => label[0] is not ('@' or '?')))
        {
            var id = label.TrimStart('#').Split(' ')[0];
            Assert.True(id == "-" || Lexicon.BuiltIn.Find(id) >= 0, $"{utterance.Source}:{utterance.Line} names '{id}'.");
        }
    });

    [Fact]
    public void Read_UnderstandsLabelledUtterances()
    {
        var (development, heldBack, all) = (MatcherAccuracy.Of(Development), MatcherAccuracy.Of(HeldBack), MatcherAccuracy.Of(Development.Concat(HeldBack)));
        output.WriteLine($"development: {development}");
        output.WriteLine($"held back:   {heldBack}");
        output.WriteLine($"all:         {all}");
        foreach (var mistake in all.Mistakes)
            output.WriteLine(mistake);
        Assert.True(all.Precision >= LeastPrecision && all.Recall >= LeastRecall, all.ToString());
        Assert.True(heldBack.Precision >= LeastHeldBackPrecision && heldBack.Recall >= LeastHeldBackRecall, heldBack.ToString());
    }

    private static IReadOnlyList<LabelledUtterance> Load(string file)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ClinicalRl.sln")))
            folder = folder.Parent;
        return LabelledUtterance.Load(Path.Combine(
            folder?.FullName ?? throw new InvalidOperationException("Not in a source tree."), "tests", "ClinicalRl.Simulation.Tests", "Language", "Utterances", file));
    }
}
