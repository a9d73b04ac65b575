using ClinicalRl.Statistics.Streams;

namespace ClinicalRl.Statistics.Qualification;

/// <summary>A gold item answered by an evaluator.</summary>
/// <param name="Evaluator">Id.</param>
/// <param name="Item">Id of the gold item.</param>
/// <param name="Stratum">Task family and rubric dimension.</param>
/// <param name="Revision">Which of several answers to the item by the evaluator is the latest.</param>
/// <param name="Outcome">How right it was, from 0 to 1; see <see cref="Posteriors.GoldOutcome"/>.</param>
/// <param name="Weight">Of its severity; see <see cref="Posteriors.WeightedPosterior.WeightOf"/>.</param>
/// <param name="IsNeverEvent">Whether missing it is a never-event.</param>
public readonly record struct GoldAnswer(
    string Evaluator, string Item, string Stratum, Revision Revision, double Outcome, double Weight, bool IsNeverEvent);

/// <summary>
/// Answers to gold items as they arrive, in any order and any number of times; what it holds is the same to the last bit. Not for several threads at once.
/// </summary>
public sealed class OutcomeLedger
{
    private readonly LatestRevisions<(string Stratum, string Evaluator, string Item), OutcomeSums> answers = new();

    private readonly Dictionary<(string Stratum, string Evaluator), OutcomeSums> sums = [];

    /// <summary>Takes an answer in and says whether it changed anything; a repeated or overtaken one does not.</summary>
    public bool Apply(GoldAnswer answer)
    {
        var own = OutcomeSums.Of(answer.Outcome, answer.Weight, answer.IsNeverEvent);
        var effect = answers.Accept((answer.Stratum, answer.Evaluator, answer.Item), answer.Revision, own);
        if (!effect.IsNew)
            return false;
        var key = (answer.Stratum, answer.Evaluator);
        sums[key] = sums.GetValueOrDefault(key) + own - effect.Replaced;
        return true;
    }

    /// <summary>An evaluator's sums in a stratum; all zero without answers.</summary>
    public OutcomeSums Of(string evaluator, string stratum) => sums.GetValueOrDefault((stratum, evaluator));
}
