using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Calibration;
using ClinicalRl.Evaluation.Tests.Banks;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Statistics.Qualification;

namespace ClinicalRl.Evaluation.Tests.Calibration;

public sealed class ScreenRunTests
{
    private static readonly ImmutableArray<GoldItem> Bank = GoldBank.Shipped().Single(bank => bank.Id == "prescribing-gold").Items;

    private static readonly ImmutableDictionary<string, GoldItem> ById = Bank.ToImmutableDictionary(item => item.Id);

    private static readonly ImmutableDictionary<string, int> Unexposed = ImmutableDictionary<string, int>.Empty;

    [Fact]
    public void Screen_Passes_WhenAllIsRight()
    {
        var run = Answer(Begin(1), _ => 1);
        Assert.Equal((ScreenDecision.Pass, 11), (run.Decision, run.Answers.Length));
        Assert.Null(run.Next);
        Assert.Throws<InvalidOperationException>(() => run.Answer(GivenAnswer.Of(run.Items[0], TaskType.Rubric, 1, 1, 30), ById));
    }

    [Fact]
    public void Screen_FailsEarly_WhenGuessingIsClearlyLikelier()
    {
        var run = Answer(Begin(1), _ => 0);
        Assert.Equal(ScreenDecision.Fail, run.Decision);
        Assert.True(run.Answers.Length < 4);
    }

    [Fact]
    public void Screen_RejectsGuessing_AndPassesTheGood()
    {
        Assert.InRange(PassRate(right: 0.5), 0, 0.04);
        Assert.InRange(PassRate(right: 0.95), 0.85, 1);
    }

    [Theory]
    [InlineData(1.0, 1.0, ScreenGuard.Effort)]
    [InlineData(0.1, 30.0, ScreenGuard.Confidence)]
    public void Screen_Fails_WhenAGuardIsBroken(double confidence, double seconds, ScreenGuard guard)
    {
        var run = Answer(Begin(1), _ => 1, confidence, seconds);
        Assert.Equal(ScreenDecision.Fail, run.Decision);
        Assert.Contains(guard, run.Broken);
    }

    [Fact]
    public void Screen_Fails_WhenANeverEventIsMissed()
    {
        GoldItem[] bank = [.. Bank.Select(item => item with { NeverEvent = true })];
        var byId = bank.ToImmutableDictionary(item => item.Id);
        var run = ScreenRun.Begin(bank, 3, 1, ImmutableHashSet<string>.Empty, Unexposed);
        for (var place = 0; run.Next is { } item; place++)
            run = run.Answer(GivenAnswer.Of(item, byId[item].Type, place == 4 ? 0 : 1, 0.9, 30), byId);
        Assert.Equal(ScreenDecision.Fail, run.Decision);
        Assert.Equal([ScreenGuard.NeverEvent], run.Broken);
    }

    [Fact]
    public void Screen_FailsTheSameAnswerThroughout_WhateverTheDraw()
    {
        for (var seed = 1UL; seed <= 200; seed++)
        {
            foreach (var constant in new[] { "A", "B", "met", "not_met" })
                Assert.NotEqual(ScreenDecision.Pass, Answer(Begin(seed), item => item.KeyWord() == constant ? 1 : 0).Decision);
        }
    }

    [Fact]
    public void SecondAttempt_ShowsOtherItems_AndThereIsNoThird()
    {
        var first = Begin(1);
        var second = ScreenRun.Begin(Bank, 1, 2, first.Items.ToImmutableHashSet(), Unexposed);
        Assert.Empty(first.Items.Intersect(second.Items));
        Assert.Equal(11, second.Items.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => ScreenRun.Begin(Bank, 1, 3, ImmutableHashSet<string>.Empty, Unexposed));
        Assert.Throws<ArgumentException>(() => ScreenRun.Begin(Bank, 1, 2, Bank.Select(item => item.Id).ToImmutableHashSet(), Unexposed));
    }

    [Fact]
    public void Draw_TakesItemsShownLeast_AndIsFixedByTheSeed()
    {
        Assert.Equal(Begin(5).Items, Begin(5).Items);
        Assert.NotEqual(Begin(5).Items, Begin(6).Items);
        var exposed = Begin(5).Items.ToImmutableDictionary(item => item, _ => 1);
        Assert.Empty(ScreenRun.Begin(Bank, 5, 1, ImmutableHashSet<string>.Empty, exposed).Items.Intersect(exposed.Keys));
    }

    [Fact]
    public void Run_IsTheSame_AfterItWasWrittenAndRead()
    {
        var run = Begin(1);
        run = run.Answer(GivenAnswer.Of(run.Next!, ById[run.Next!].Type, 1, 0.9, 30), ById);
        var text = JsonSerializer.Serialize(run);
        var read = JsonSerializer.Deserialize<ScreenRun>(text)!;
        Assert.Equal(text, JsonSerializer.Serialize(read));
        Assert.Equal(run.Next, read.Next);
    }

    [Fact]
    public void Answer_IsRefusedByName_WhenItIsNone()
    {
        var item = Bank.First(candidate => candidate.Type == TaskType.Rubric);
        var right = GoldBankTests.RightAnswer(item);
        Assert.NotNull(CalibrationAnswer.Of(item, right, 0.9, 30, DateTimeOffset.UnixEpoch, out _));
        Assert.Null(CalibrationAnswer.Of(item, right, 1.1, 30, DateTimeOffset.UnixEpoch, out var problem));
        Assert.Equal("confidence: a number from 0 to 1.", problem);
        Assert.Null(CalibrationAnswer.Of(item, right, 0.9, double.NaN, DateTimeOffset.UnixEpoch, out problem));
        Assert.Equal("seconds: a number of at least 0.", problem);
        Assert.Null(CalibrationAnswer.Of(item, new ChoiceResponse("maybe"), 0.9, 30, DateTimeOffset.UnixEpoch, out problem));
        Assert.StartsWith("response: ", problem, StringComparison.Ordinal);
    }

    private static double PassRate(double right)
    {
        const int runs = 1_000;
        var random = RandomStream.Named(9, "screen");
        var passed = 0;
        for (var seed = 0UL; seed < runs; seed++)
        {
            var run = Begin(seed);
            while (run.Next is { } item)
                run = run.Answer(GivenAnswer.Of(item, ById[item].Type, random.NextUnit() < right ? 1 : 0, 0.8, 30), ById);
            passed += run.Decision == ScreenDecision.Pass ? 1 : 0;
        }

        return (double)passed / runs;
    }

    private static ScreenRun Begin(ulong seed) => ScreenRun.Begin(Bank, seed, 1, ImmutableHashSet<string>.Empty, Unexposed);

    private static ScreenRun Answer(ScreenRun run, Func<GoldItem, double> outcome, double confidence = 0.9, double seconds = 30)
    {
        while (run.Next is { } item)
            run = run.Answer(GivenAnswer.Of(item, ById[item].Type, outcome(ById[item]), confidence, seconds), ById);
        return run;
    }
}
