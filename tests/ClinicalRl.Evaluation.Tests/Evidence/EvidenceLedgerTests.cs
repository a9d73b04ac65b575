using System.Text.Json;
using ClinicalRl.Evaluation.Evidence;
using ClinicalRl.Evaluation.Records;
using ClinicalRl.Evaluation.Simulated;
using CsCheck;

namespace ClinicalRl.Evaluation.Tests.Evidence;

public sealed class EvidenceLedgerTests
{
    private static readonly DateTimeOffset At = new(2026, 2, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly EvaluationRecord[] Events = [.. SimulatedStudy.Of(PoolDesign.Planted(11) with { Episodes = 60 }).Records];

    private static readonly string Expected = Digest(EvidenceLedger.Of(Events));

    [Fact]
    public void Evidence_IsTheSameToTheLastDigit_WhateverTheOrderAndHoweverOften()
    {
        Assert.True(Events.Length >= 5_000);
        Gen.Select(Gen.Shuffle(Events), Gen.Int[0, Events.Length - 1].Array[2_000]).Sample(
            drawn =>
            {
                var ledger = EvidenceLedger.Of(drawn.Item2.Select(place => Events[place]));
                var half = CalibratedEvidence.Of(ledger);   // a report in the middle leaves nothing behind
                Assert.True(half.Records < Events.Length);
                var taken = drawn.Item1.Concat(drawn.Item1.Take(500)).Count(ledger.Apply);
                Assert.Equal(Events.Length, taken + half.Records);
                Assert.Equal(Expected, Digest(ledger));
            },
            iter: 4, threads: 1);
    }

    [Fact]
    public void Evidence_IsTheSame_WhenRebuiltFromWhatWasWritten()
    {
        var read = new List<EvaluationRecord>();
        Assert.True(RecordJson.TryReadAll(System.Text.Encoding.UTF8.GetBytes(RecordJson.WriteAll(Events)), read, out _));
        Assert.Equal(Expected, Digest(EvidenceLedger.Of(read)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Correction_Holds_WhicheverCameFirst(bool correctionFirst)
    {
        EvaluationRecord first = Score(4, 0.9), correction = Score(5, 0.2);
        var ledger = EvidenceLedger.Of(correctionFirst ? [correction, first] : [first, correction]);
        Assert.Equal(0.2, Assert.Single(ledger.Holding<StepScored>()).Score);
        Assert.Equal((2, 1), (ledger.Count, ledger.Superseded));
        Assert.Equal(2, ledger.Ids().Length);
    }

    [Fact]
    public void Record_CountsOnce_WhenDeliveredTwice()
    {
        var ledger = new EvidenceLedger();
        Assert.True(ledger.Apply(Score(1, 0.5)));
        Assert.False(ledger.Apply(Score(1, 0.5)));
        Assert.Equal((1, 0), (ledger.Count, ledger.Superseded));
    }

    [Fact]
    public void GoldRating_OfACorrectedAnswer_LeavesTheRunningSums()
    {
        GoldRated Rate(long sequence, double score) => new(sequence, At, "ev-1", "g-1", "triage-queue", score, 0.5, 0.1, 3, false, 0.9, 20);
        var corrected = EvidenceLedger.Of([Rate(1, 0.9), Rate(2, 0.55)]);
        var direct = EvidenceLedger.Of([Rate(2, 0.55)]);
        Assert.Equal(direct.Ratings.Pooled()["ev-1"], corrected.Ratings.Pooled()["ev-1"]);
        Assert.Equal(direct.Outcomes.Of("ev-1", "triage-queue"), corrected.Outcomes.Of("ev-1", "triage-queue"));
    }

    internal static string Digest(EvidenceLedger ledger) => JsonSerializer.Serialize(CalibratedEvidence.Of(ledger));

    private static StepScored Score(long sequence, double score) => new(sequence, At, "ev-1", "ep-1", 1, score, 0.8, StepScored.NoFailure, 30, "");
}
