using ClinicalRl.Evaluation.Banks;
using ClinicalRl.Rewards;
using ClinicalRl.Simulation;

namespace ClinicalRl.Evaluation.Tests.Banks;

public sealed class GoldBankTests
{
    private static readonly GoldBank[] Banks = [.. GoldBank.Shipped()];

    private static readonly GoldItem[] Items = [.. Banks.SelectMany(bank => bank.Items)];

    [Fact]
    public void Banks_HoldEveryTypeOfEveryEnvironment()
    {
        Assert.Equal(4, Banks.Length);
        Assert.True(Items.Length >= 120);
        Assert.Equal(32, Items.Select(item => (item.Environment, item.Type)).Distinct().Count());
        Assert.Equal(Items.Length, Items.Select(item => item.Id).Distinct().Count());
        Assert.All(Items.GroupBy(item => (item.Environment, item.Type)), group => Assert.Equal(BankGenerator.ItemsOfType, group.Count()));
    }

    [Fact]
    public void Banks_SayThatNoClinicianMadeThem()
    {
        Assert.All(Banks, bank => Assert.False(bank.ClinicianMade));
        Assert.All(Banks, bank => Assert.Equal(GoldBank.RuleDerived, bank.Notice));
        Assert.All(Items, item => Assert.Equal(new GoldConsensus("rule", 0, 0), item.Consensus));
    }

    [Fact]
    public void Items_AreWhole()
    {
        Assert.All(Items, item =>
        {
            Assert.InRange(item.Severity, 1, 5);
            Assert.Matches("^CS(0[1-9]|10)$", item.Category);
            Assert.NotEmpty(item.Shown);
            Assert.NotEmpty(item.Question);
            Assert.InRange(item.Chance(), 0.001, 0.5);
            Assert.True(item.Type == TaskType.Rating || item.Choices.Length >= 2);
        });
        // An agent may do the same at several steps; anything else that is to be chosen differs.
        Assert.All(Items.Where(item => item.Type != TaskType.Annotation), item =>
        {
            Assert.Equal(item.Choices.Length, item.Choices.Select(choice => choice.Text).Distinct().Count());
        });
    }

    [Fact]
    public void RightAnswer_CountsInFull_AndAnswersOfAnotherFormAreRefused()
    {
        Assert.All(Items, item =>
        {
            Assert.Equal(1, item.Mark(RightAnswer(item), out var problem));
            Assert.Empty(problem);
            GoldResponse other = item.Key is ScoreKey ? new ChoiceResponse("A") : new ScoreResponse(0.5);
            Assert.Null(item.Mark(other, out problem));
            Assert.StartsWith("response: ", problem, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void NoAnswer_IsRightOfMoreThanSixInTen_OfAType()
    {
        foreach (var group in Items.Where(item => item.Key is ChoiceKey).GroupBy(item => (item.Environment, item.Type)))
            Assert.All(group.CountBy(item => item.KeyWord()), key => Assert.InRange(key.Value, 1, 6));
    }

    [Fact]
    public void Bank_IsMadeAgainToTheLastByte()
    {
        var catalogue = ShippedEnvironments.Load();
        var environment = catalogue.Find("patient-conversation")!;
        var rewards = RewardLibrary.Shipped(catalogue).Find(environment.Spec.DefaultRewardFunction)!;
        Assert.True(BankGenerator.TryGenerate(environment, rewards, out var first, out var problem), problem);
        Assert.True(BankGenerator.TryGenerate(environment, rewards, out var second, out _));
        Assert.Equal(first.ToJson(), second.ToJson());
        Assert.Equal(environment.Spec.ContentHash, first.ContentHash);
        Assert.False(first.ClinicianMade);
    }

    internal static GoldResponse RightAnswer(GoldItem item) => item.Key switch
    {
        ScoreKey key => new ScoreResponse(key.Reference),
        ChoiceKey key => new ChoiceResponse(key.Choice),
        OrderKey key => new OrderResponse(key.BestFirst),
        MarkKey key => new MarkResponse(key.Step, key.Category),
        _ => throw new InvalidOperationException("Every key has its response."),
    };
}
