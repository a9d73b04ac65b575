using System.Globalization;
using ClinicalRl.Simulation.Language;

namespace ClinicalRl.Simulation.Tests.Language;

/// <summary>Labels found, wrongly found and missed over a set of utterances. A concept understood with a wrong polarity or time counts as both.</summary>
public sealed class MatcherAccuracy
{
    private readonly List<string> mistakes = [];

    public int Utterances { get; private set; }

    public int Found { get; private set; }

    public int Wrong { get; private set; }

    public int Missed { get; private set; }

    public int Perfect { get; private set; }

    public double Precision => (double)Found / (Found + Wrong);

    public double Recall => (double)Found / (Found + Missed);

    public IReadOnlyList<string> Mistakes => mistakes;

    public static MatcherAccuracy Of(IEnumerable<LabelledUtterance> utterances)
    {
        var accuracy = new MatcherAccuracy();
        foreach (var utterance in utterances)
            accuracy.Add(utterance);
        return accuracy;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Utterances} utterances, {Found + Missed} labels: precision {Precision:F4}, recall {Recall:F4}; {Found} found, {Wrong} wrong, {Missed} missed; {Perfect} utterances without any mistake");

    private void Add(LabelledUtterance utterance)
    {
        var actual = utterance.LabelsOf(Lexicon.BuiltIn.Read(utterance.Text));
        var wrong = actual.Except(utterance.Labels).ToArray();
        var missed = utterance.Labels.Except(actual).ToArray();
        Utterances++;
        Found += utterance.Labels.Count - missed.Length;
        Wrong += wrong.Length;
        Missed += missed.Length;
        if (wrong.Length + missed.Length == 0)
            Perfect++;
        else
            mistakes.Add($"{utterance.Source}:{utterance.Line} {utterance.Text}\n    wrong: {string.Join("; ", wrong)}\n    missed: {string.Join("; ", missed)}");
    }
}
