using ClinicalRl.Statistics.Posteriors;
using ClinicalRl.Statistics.Qualification;
using ClinicalRl.Statistics.Streams;
using ClinicalRl.Statistics.Tests.Streams;
using CsCheck;

namespace ClinicalRl.Statistics.Tests.Qualification;

public sealed class OutcomeLedgerTests
{
    private static readonly Gen<GoldAnswer> Answer =
        from item in Gen.Int[1, 15]
        from sequence in Gen.Int[1, 1_000_000]
        from outcome in Gen.Int[0, 20]
        from severity in Gen.Int[1, 5]
        select new GoldAnswer(
            "E1", $"G{item}", "triage", new Revision(sequence, $"e{sequence}-{outcome}-{severity}"), outcome / 20.0, WeightedPosterior.WeightOf(severity), severity == 5);

    [Fact]
    public void Sums_EqualTheBatch_InAnyOrderWithRepeatsAndRevisions() => Gen.Select(Answer.Array[1, 60], Gen.ULong).Sample((answers, seed) =>
    {
        var (forth, back) = (new OutcomeLedger(), new OutcomeLedger());
        foreach (var answer in Shuffle.Of(answers.Concat(answers), seed))
            forth.Apply(answer);
        foreach (var answer in Shuffle.Of(answers, seed + 1))
            back.Apply(answer);
        Assert.Equal(back.Of("E1", "triage"), forth.Of("E1", "triage"));
        GoldAnswer[] latest = [.. answers.GroupBy(answer => answer.Item, StringComparer.Ordinal).Select(own => own.MaxBy(answer => answer.Revision))];
        var batch = WeightedPosterior.Of([.. latest.Select(answer => answer.Weight)], [.. latest.Select(answer => answer.Outcome)]).Value;
        var streamed = forth.Of("E1", "triage");
        Assert.Equal(batch.Posterior.A, streamed.Weighted().Value.Posterior.A, 1e-12);
        Assert.Equal(batch.EffectiveCount, streamed.Weighted().Value.EffectiveCount, 1e-12);
        Assert.Equal(BetaPosterior.After(latest.Sum(answer => answer.Outcome), latest.Length).Mean, streamed.Posterior().Mean, 1e-12);
        Assert.Equal(latest.Count(answer => answer.Outcome >= 0.8), streamed.Correct);
        Assert.Equal(latest.Count(answer => answer.IsNeverEvent && answer.Outcome < 0.8), streamed.NeverEventsMissed);
    });

    [Fact]
    public void Evaluator_Qualifies_AtALookOnly()
    {
        var ledger = new OutcomeLedger();
        for (var i = 1; i <= 21; i++)
        {
            ledger.Apply(new GoldAnswer("E1", $"G{i}", "triage", new Revision(i, $"e{i}"), 1, 2, false));
            Assert.Equal(i == 20, ledger.Of("E1", "triage").Qualifies(QualificationLooks.Default));
        }

        Assert.False(ledger.Of("E2", "triage").Qualifies(QualificationLooks.Default));
    }
}
