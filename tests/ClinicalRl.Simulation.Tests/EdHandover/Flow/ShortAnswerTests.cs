using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;

namespace ClinicalRl.Simulation.Tests.EdHandover.Flow;

/// <summary>Questions are answered as people answer: with the part that was asked for and no more.</summary>
public sealed class ShortAnswerTests
{
    [Theory]
    [InlineData(Items.Actions, ClaimFields.Due, "{due}", "right")]
    [InlineData(Items.Actions, ClaimFields.Due, "It needs doing by {due}.", "right")]
    [InlineData(Items.Actions, ClaimFields.Due, "At 03:33.", "wrong")]
    [InlineData(Items.Actions, ClaimFields.Due, "In good time.", "unclear")]
    [InlineData(Items.Pending, ClaimFields.Owner, "The {owner}.", "right")]
    [InlineData(Items.Pending, ClaimFields.Owner, "The porter will.", "wrong")]
    [InlineData(Items.Medicines, ClaimFields.Due, "Next one is due at {due}", "right")]
    [InlineData(Items.Medicines, ClaimFields.At, "{at}", "right")]
    [InlineData(Items.Contingency, ClaimFields.Detail, "{detail}", "right")]
    [InlineData(Items.Allergies, ClaimFields.Detail, "{detail}", "right")]
    [InlineData(Items.Lines, ClaimFields.Side, "{side}", "right")]
    [InlineData(Items.Severity, ClaimFields.Value, "{value}", "right")]
    [InlineData(Items.Severity, ClaimFields.Detail, "{detail}", "right")]
    [InlineData(Items.Actions, ClaimFields.Owner, "I don't have that, I'll find out and ring you", "deferred")]
    public void Answer_IsTakenForWhatWasAsked(int item, object field, string words, string reply)
    {
        var stay = Handovers.Find(stay => stay.Questions.Length > 0 && stay.Questions[0] is { Slot: >= 0 } question && stay.Slots[question.Slot].Item == item
            && Handovers.Content.Items[item].Questions[question.Question].Field == (ClaimFields)field && stay.ArrivalMinute == int.MaxValue);
        var truth = stay.Slots[stay.Questions[0].Slot].Truth;
        var text = words
            .Replace("{due}", truth.Due < 0 ? "" : ClockTimes.Clock(truth.Due), StringComparison.Ordinal)
            .Replace("{at}", truth.At < 0 ? "" : ClockTimes.Clock(truth.At), StringComparison.Ordinal)
            .Replace("{owner}", Title(truth.Owner), StringComparison.Ordinal).Replace("{detail}", Title(truth.Detail), StringComparison.Ordinal)
            .Replace("{side}", truth.Side.ToString(), StringComparison.Ordinal).Replace("{value}", truth.Value.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Assert.Equal(reply, new Playing(stay).Do("deliver").Do("answer", new { question = "Q1", text }).Symbol("answered", "reply"));
    }

    private static string Title(int concept) => concept < 0 ? "" : Handovers.Content.Concepts[concept].Title;
}
