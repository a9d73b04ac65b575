using System.Collections.Immutable;
using ClinicalRl.Evaluation.Banks;

namespace ClinicalRl.Evaluation.Tests.Banks;

public sealed class GoldItemTests
{
    [Theory]
    [InlineData(0.55, 1)]
    [InlineData(0.56, 0)]
    [InlineData(0.25, 1)]
    public void Score_IsRight_WithinTheTolerance(double given, double outcome) =>
        Assert.Equal(outcome, Item(TaskType.Rating, new ScoreKey(0.4, 0.15)).Mark(new ScoreResponse(given), out _));

    [Fact]
    public void Order_CountsItsPairs_AsOneTrial()
    {
        var item = Item(TaskType.Ranking, new OrderKey(["C", "A", "B"]), 3);
        Assert.Equal(2.0 / 3, item.Mark(new OrderResponse(["A", "C", "B"]), out _)!.Value, 12);
        Assert.Equal(0, item.Mark(new OrderResponse(["B", "A", "C"]), out _));
        Assert.Null(item.Mark(new OrderResponse(["A", "A", "B"]), out var problem));
        Assert.Equal("response: an order of A, B, C, best first.", problem);
        Assert.Null(item.Mark(new OrderResponse(default), out _));
    }

    [Fact]
    public void Mark_CountsHalf_ForTheStepAlone()
    {
        var item = Item(TaskType.Annotation, new MarkKey(2, "CS03"), 4);
        Assert.Equal(0.5, item.Mark(new MarkResponse(2, "CS01"), out _));
        Assert.Null(item.Mark(new MarkResponse(5, "CS01"), out _));
        Assert.Null(item.Mark(new MarkResponse(1, "none"), out var problem));
        Assert.Equal("response: a step from 1 to 4 and a category from CS01 to CS10.", problem);
    }

    [Fact]
    public void Chance_IsWhatGuessingGives()
    {
        Assert.Equal(0.3, Item(TaskType.Rating, new ScoreKey(0.5, 0.15)).Chance(), 12);
        Assert.Equal(0.2, Item(TaskType.Rating, new ScoreKey(0.05, 0.15)).Chance(), 12);
        Assert.Equal(0.25, Item(TaskType.Correction, new ChoiceKey("A"), 4).Chance());
        Assert.Equal(1.0 / 6, Item(TaskType.Ranking, new OrderKey(["A", "B", "C"]), 3).Chance(), 12);
        Assert.Equal(4.0 / 24, Item(TaskType.Ranking, new OrderKey(["A", "B", "C", "D"]), 4).Chance(), 12);
        Assert.Equal(1.0 / 40, Item(TaskType.Annotation, new MarkKey(1, "CS01"), 4).Chance(), 12);
    }

    internal static GoldItem Item(TaskType type, GoldKey key, int choices = 0, string id = "g", int severity = 3, bool neverEvent = false) => new()
    {
        Id = id, Type = type, Environment = "triage-queue", Category = "CS01", Severity = severity, NeverEvent = neverEvent, Shown = ["Shown."], Question = "What?",
        Choices = [.. Enumerable.Range(0, choices).Select(place => new GoldChoice(((char)('A' + place)).ToString(), $"choice {place}"))], Key = key,
        Consensus = new GoldConsensus("rule", 0, 0), Origin = new GoldOrigin("triage-queue@1.0.0", "triage-safety@1.0.0", 1, 0),
    };
}
