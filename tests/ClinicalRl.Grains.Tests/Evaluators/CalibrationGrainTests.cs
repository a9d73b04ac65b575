using System.Text.Json;
using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Evaluation.Calibration;
using ClinicalRl.Grains.Evaluators;
using ClinicalRl.Grains.Tenancy;
using Microsoft.Extensions.DependencyInjection;

namespace ClinicalRl.Grains.Tests.Evaluators;

/// <summary>Calibrations on the shipped banks, over real grain storage and a clock that the test moves.</summary>
public sealed class CalibrationGrainTests : IDisposable
{
    private const string Environment = "prescribing";

    private static readonly Dictionary<string, GoldItem> Items = GoldBank.Shipped().Single(bank => bank.Id == "prescribing-gold").Items.ToDictionary(item => item.Id);

    private readonly TemporaryFolder folder = new();

    private readonly MovedClock clock = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Evaluator_WhoIsRight_PassesBothPhases_AcrossARestart()
    {
        CalibrationFile file;
        await using (var cluster = await StartAsync())
        {
            var grain = Calibration(cluster);
            file = Read(await grain.BeginAsync());
            Assert.Equal(file.Next, Read(await grain.BeginAsync()).Next);   // beginning again shows the same item
            for (var i = 0; i < 15; i++)
                file = Read(await AnswerAsync(grain, file.Next!, right: true));
            Assert.Equal(CalibrationPhase.Calibrating, file.Phase);
        }

        await using (var cluster = await StartAsync())
        {
            var grain = Calibration(cluster);
            Assert.Equal(JsonSerializer.Serialize(file), (await grain.ReadAsync()).File);
            while (file.Next is { } item)
                file = Read(await AnswerAsync(grain, item, right: true));
            Assert.Equal(CalibrationPhase.Qualified, file.Phase);
            Assert.Equal(31, file.Answered);
            Assert.Empty(file.Screens[0].Items.Intersect(file.Run!.Answers.Select(answer => answer.Item)));
            var exposures = await cluster.Grains.GetGrain<IEvaluatorRegisterGrain>("t1").ExposuresAsync();
            Assert.Equal(31, exposures.Count);
            Assert.All(exposures.Values, shown => Assert.Equal(1, shown));
        }
    }

    [Fact]
    public async Task Answer_CountsOnce_AndOnlyToTheItemShown()
    {
        await using var cluster = await StartAsync();
        var grain = Calibration(cluster);
        var first = Read(await grain.BeginAsync()).Next!;
        var once = await AnswerAsync(grain, first, right: true);
        var again = await AnswerAsync(grain, first, right: false);
        Assert.Equal(once.File, again.File);
        Assert.Null(again.Refusal);
        var other = Items.Keys.First(item => item != Read(once).Next && item != first);
        var refused = await AnswerAsync(grain, other, right: true);
        Assert.True(refused.IsOtherItem);
        Assert.Equal(once.File, refused.File);
        var shown = Read(once).Next!;
        var wrongForm = await grain.AnswerAsync(shown, JsonSerializer.Serialize<GoldResponse>(new ScoreResponse(0.5)), 0.9);
        Assert.StartsWith("response: ", wrongForm.Refusal, StringComparison.Ordinal);
        Assert.Equal(once.File, wrongForm.File);
    }

    [Fact]
    public async Task Evaluator_WhoDoesNotRead_FailsTwice_AndIsRefused()
    {
        await using var cluster = await StartAsync();
        var grain = Calibration(cluster);
        foreach (var phase in new[] { CalibrationPhase.ScreenFailed, CalibrationPhase.Refused })
        {
            var file = Read(await grain.BeginAsync());
            while (file.Next is { } item)
                file = Read(await AnswerAsync(grain, item, right: true, seconds: 1));
            Assert.Equal(phase, file.Phase);
            Assert.Contains(Statistics.Qualification.ScreenGuard.Effort, file.Screens[^1].Broken);
        }

        var refused = Read(await grain.BeginAsync());
        Assert.Equal((CalibrationPhase.Refused, 2), (refused.Phase, refused.Screens.Length));
    }

    [Fact]
    public async Task Register_EnrolsAPersonOnce_AndAKeyForOnePerson()
    {
        await using var cluster = await StartAsync();
        var register = cluster.Grains.GetGrain<IEvaluatorRegisterGrain>("t1");
        var who = new NewEvaluator
        {
            Register = "GMC", Number = "1234567", CheckedOn = new DateOnly(2026, 1, 5), CheckedBy = "Governance", ExpiresOn = new DateOnly(2027, 1, 5), Specialties = ["acute medicine"], KeyId = "key_a",
            EnrolledBy = "key_admin",
        };
        var first = await register.EnrolAsync(who);
        Assert.True(first.IsNew);
        var again = await register.EnrolAsync(who with { EnrolledBy = "key_other", Specialties = ["acute medicine"] });
        Assert.Equal((first.Evaluator!.Id, false), (again.Evaluator!.Id, again.IsNew));
        Assert.NotNull((await register.EnrolAsync(who with { CheckedBy = "Somebody else" })).Refusal);
        Assert.NotNull((await register.EnrolAsync(who with { Number = "7654321" })).Refusal);
        Assert.Null((await register.EnrolAsync(who with { Number = "7654321", KeyId = "key_b" })).Refusal);
        Assert.Equal(2, (await register.ListAsync()).Count);
        Assert.Null(await cluster.Grains.GetGrain<IEvaluatorRegisterGrain>("t2").FindAsync(first.Evaluator.Id));
        Assert.True(first.Evaluator.IsCurrent(new DateOnly(2027, 1, 5)));
        Assert.False(first.Evaluator.IsCurrent(new DateOnly(2027, 1, 6)));
    }

    private async Task<CalibrationStanding> AnswerAsync(ICalibrationGrain grain, string item, bool right, int seconds = 30)
    {
        clock.Move(TimeSpan.FromSeconds(seconds));
        return await grain.AnswerAsync(item, JsonSerializer.Serialize(Response(Items[item], right)), 0.9);
    }

    private static GoldResponse Response(GoldItem item, bool right) => item.Key switch
    {
        ScoreKey key => new ScoreResponse(right ? key.Reference : key.Reference > 0.5 ? 0 : 1),
        ChoiceKey key => new ChoiceResponse(right ? key.Choice : item.Choices.First(choice => choice.Key != key.Choice).Key),
        OrderKey key => new OrderResponse(right ? key.BestFirst : [.. key.BestFirst.Reverse()]),
        MarkKey key => right ? new MarkResponse(key.Step, key.Category) : new MarkResponse(1 + (key.Step % item.Choices.Length), key.Category == "CS01" ? "CS02" : "CS01"),
        _ => throw new InvalidOperationException("Every key has its response."),
    };

    private static CalibrationFile Read(CalibrationStanding standing) => JsonSerializer.Deserialize<CalibrationFile>(standing.File)!;

    private Task<GrainCluster> StartAsync() => GrainCluster.StartAsync(folder.Path, services => services.AddSingleton<TimeProvider>(clock));

    private static ICalibrationGrain Calibration(GrainCluster cluster) =>
        cluster.Grains.GetGrain<ICalibrationGrain>(EvaluatorKeys.Calibration(TenantId.Parse("t1"), "ev_a", Environment));

    /// <summary>The system's clock, some way ahead.</summary>
    private sealed class MovedClock : TimeProvider
    {
        private TimeSpan ahead;

        public void Move(TimeSpan time) => ahead += time;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
    }
}
