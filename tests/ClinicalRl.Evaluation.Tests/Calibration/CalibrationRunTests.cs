using System.Collections.Immutable;
using System.Text.Json;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Calibration;
using ClinicalRl.Evaluation.Tests.Banks;
using ClinicalRl.Simulation.Randomness;
using ClinicalRl.Statistics;
using ClinicalRl.Statistics.Qualification;

namespace ClinicalRl.Evaluation.Tests.Calibration;

public sealed class CalibrationRunTests
{
    private static readonly ImmutableArray<GoldItem> Bank =
        [.. Enumerable.Range(0, 160).Select(place => GoldItemTests.Item(TaskTypes.All[place % 8], new ChoiceKey("A"), 2, $"g-{place:D3}", severity: 1 + (place % 5)))];

    private static readonly ImmutableDictionary<string, GoldItem> ById = Bank.ToImmutableDictionary(item => item.Id);

    [Fact]
    public void Run_QualifiesAtTheFirstLook_WhenAllIsRight()
    {
        var run = Answer(Begin(1), _ => true);
        Assert.Equal((CalibrationDecision.Qualified, 20), (run.Decision, run.Answers.Length));
        Assert.Null(run.Next);
        Assert.Contains(Flag.FixedWidthSequential, run.Rate.Flags);
        Assert.True(run.AnyTime.Lower < run.Rate.Interval.Value.Lower);
        Assert.Throws<InvalidOperationException>(() => run.Answer(GivenAnswer.Of(run.Items[20], TaskType.Rating, 1, 0.9, 30), ById));
    }

    [Fact]
    public void Run_EndsOutOfReach_AsSoonAsNoLookCanBeReached()
    {
        var run = Answer(Begin(1), _ => false);
        Assert.Equal(CalibrationDecision.OutOfReach, run.Decision);
        Assert.Equal(6, run.Answers.Length);   // 55 of 60 are needed at the last look
    }

    [Fact]
    public void Run_QualifiesTheGood_AndSeldomTheRest()
    {
        Assert.InRange(QualifyRate(0.95), 0.88, 0.98);
        Assert.InRange(QualifyRate(0.80), 0, 0.05);
        Assert.InRange(Math.Abs(QualifyRate(0.90) - QualificationLooks.Default.QualifyProbability(0.90)), 0, 0.08);
    }

    [Fact]
    public void Run_Ends_WhenANeverEventIsMissed()
    {
        var bank = Bank.Select(item => item with { NeverEvent = true }).ToImmutableDictionary(item => item.Id);
        var run = Begin(1);
        run = run.Answer(GivenAnswer.Of(run.Next!, bank[run.Next!].Type, 0, 0.9, 30), bank);
        Assert.Equal(CalibrationDecision.NeverEventMissed, run.Decision);
    }

    [Fact]
    public void Gate_OfAType_HoldsBackOneWhoQualifiesInAll()
    {
        var gate = new CalibrationGate { TypeGates = ImmutableSortedDictionary<TaskType, TypeGate>.Empty.Add(TaskType.Rating, new TypeGate(5, 0.5)) };
        var run = Answer(Begin(1, gate), item => item.Type != TaskType.Rating || int.Parse(item.Id[2..], System.Globalization.CultureInfo.InvariantCulture) % 16 != 0);
        Assert.NotEqual(CalibrationDecision.Qualified, run.Decision);
        Assert.Equal(CalibrationDecision.Qualified, Answer(Begin(1, gate), _ => true).Decision);
        Assert.Equal(40, Answer(Begin(1, gate), _ => true).Answers.Length);   // at the first look three ratings had been shown
    }

    [Fact]
    public void Run_StopsOnPrecision_OrWithTheBank()
    {
        var loose = new CalibrationGate { Looks = new QualificationLooks(0.95, [150]), Precision = new PrecisionStop(0.2, 30) };
        var precise = Answer(Begin(1, loose), item => item.Type != TaskType.Rating || item.Severity > 1);
        Assert.Equal((CalibrationDecision.Precise, 30), (precise.Decision, precise.Answers.Length));
        var few = CalibrationRun.Begin([.. Bank.Take(20)], new CalibrationGate(), 1, ImmutableHashSet<string>.Empty, ImmutableDictionary<string, int>.Empty);
        Assert.Equal(CalibrationDecision.OutOfReach, Answer(few, item => item.Id != few.Items[18]).Decision);
        var none = CalibrationRun.Begin([], new CalibrationGate(), 1, ImmutableHashSet<string>.Empty, ImmutableDictionary<string, int>.Empty);
        Assert.Equal((CalibrationDecision.BankUsed, null), (none.Decision, none.Next));
        Assert.Equal(Reason.NoData, none.Rate.Value.Reason);
    }

    [Fact]
    public void Types_AreShownByTurns_AndEstimatedEach()
    {
        var run = Answer(Begin(1), item => item.Type != TaskType.Ranking);
        var estimates = run.ByType();
        Assert.Equal(TaskTypes.All, estimates.Select(estimate => estimate.Type));
        Assert.Equal(run.Sums.Items, estimates.Sum(estimate => estimate.Rate.Count));
        Assert.True(estimates.Max(estimate => estimate.Rate.Count) - estimates.Min(estimate => estimate.Rate.Count) <= 1);
        Assert.All(estimates, estimate => Assert.True(estimate.LowerBound.Value < estimate.Rate.Value.Value));
        Assert.Equal(0, estimates.Single(estimate => estimate.Type == TaskType.Ranking).LowerBound.Value);
    }

    [Fact]
    public void Run_GoesOnAsBefore_AfterItWasWrittenAndRead()
    {
        var run = Begin(4);
        for (var place = 0; place < 7; place++)
            run = run.Answer(GivenAnswer.Of(run.Next!, ById[run.Next!].Type, 1, 0.9, 30), ById);
        var read = JsonSerializer.Deserialize<CalibrationRun>(JsonSerializer.Serialize(run))!;
        var (left, right) = (Answer(run, _ => true), Answer(read, _ => true));
        Assert.Equal(JsonSerializer.Serialize(left), JsonSerializer.Serialize(right));
        Assert.Equal(CalibrationDecision.Qualified, right.Decision);
    }

    [Fact]
    public void ShippedBanks_SufficeForBothPhases_OfEachEnvironment()
    {
        foreach (var bank in GoldBank.Shipped())
        {
            var screen = ScreenRun.Begin(bank.Items, 1, 1, ImmutableHashSet<string>.Empty, ImmutableDictionary<string, int>.Empty);
            var run = CalibrationRun.Begin(bank.Items, new CalibrationGate(), 1, screen.Items.ToImmutableHashSet(), ImmutableDictionary<string, int>.Empty);
            Assert.Empty(run.Items.Intersect(screen.Items));
            Assert.True(run.Items.Length >= QualificationLooks.Default.Looks[^1]);
        }
    }

    private static double QualifyRate(double right)
    {
        const int runs = 500;
        var random = RandomStream.Named(17, "calibration");
        var qualified = 0;
        for (var seed = 0UL; seed < runs; seed++)
        {
            var run = Begin(seed);
            while (run.Next is { } item)
                run = run.Answer(GivenAnswer.Of(item, ById[item].Type, random.NextUnit() < right ? 1 : 0, 0.9, 30), ById);
            qualified += run.Decision == CalibrationDecision.Qualified ? 1 : 0;
        }

        return (double)qualified / runs;
    }

    private static CalibrationRun Begin(ulong seed, CalibrationGate? gate = null) =>
        CalibrationRun.Begin(Bank, gate ?? new CalibrationGate(), seed, ImmutableHashSet<string>.Empty, ImmutableDictionary<string, int>.Empty);

    private static CalibrationRun Answer(CalibrationRun run, Func<GoldItem, bool> right)
    {
        while (run.Next is { } item)
            run = run.Answer(GivenAnswer.Of(item, ById[item].Type, right(ById[item]) ? 1 : 0, 0.9, 30), ById);
        return run;
    }
}
