using ClinicalRl.Simulation.EdHandover;
using ClinicalRl.Simulation.EdHandover.Content;
using ClinicalRl.Simulation.EdHandover.Scenarios;
using ClinicalRl.Simulation.Safety;

namespace ClinicalRl.Simulation.Tests.EdHandover.Flow;

/// <summary>What the tools do, one by one.</summary>
public sealed class HandoverStepTests
{
    [Fact]
    public void LateResult_IsTelephoned_AndEndsTheWaitForIt()
    {
        var play = Handovers.Begin(stay => IsCritical(stay) && stay.Slots.Any(slot => slot.Until < short.MaxValue));
        var pending = play.Stay.Slots.First(slot => slot.Until < short.MaxValue);
        var code = Handovers.Content.Concepts[pending.Truth.Concept].Code;
        play.Do("compose", new { item = "HO06", code, owner = Handovers.Content.Concepts[pending.Truth.Owner].Code });
        Assert.Equal("incomplete", play.Symbol("stated", "verdict"));
        while (play.State.Progress.Minute < play.Stay.ArrivalMinute)
            play.Do("wait", new { minutes = 1 });
        Assert.Contains("The laboratory telephones", play.Text, StringComparison.Ordinal);
        play.Do("compose", new { item = "HO06", code });
        Assert.Equal("wrong", play.Symbol("stated", "verdict"));
    }

    [Fact]
    public void LateResult_ComesBeforeDelivery_HoweverEarlyThatIs()
    {
        var play = Handovers.Begin(stay => IsCritical(stay) && stay.Questions.Length > 0).Do("deliver");
        Assert.True(play.State.Progress.Minute >= play.Stay.ArrivalMinute);
        Assert.Contains("The laboratory telephones", play.Text, StringComparison.Ordinal);
        play.Until("inaction", _ => false);
        Assert.Equal((1, 0), (play.Fact("closed", "late_result"), play.Fact("closed", "late_result_told")));
    }

    [Fact]
    public void LateResult_CanStillBeTold_AfterDelivery()
    {
        var play = Handovers.Begin(stay => IsCritical(stay) && stay.Questions.Length > 0).Do("deliver");
        foreach (var slot in play.Stay.Slots.Where(slot => slot.Since > 0))
            play.Do("compose", Arguments("HO15", slot.Truth));
        play.Until("inaction", _ => false);
        Assert.Equal(1, play.Fact("closed", "late_result_told"));
    }

    [Fact]
    public void StaleScore_IsWrong_UntilTheObservationsAreRepeated()
    {
        var play = Handovers.Begin(stay => stay.IsStale);
        var charted = play.Stay.LastCharted;
        play.Do("compose", new { item = "HO02", code = "news2", value = charted.Total, time = ClockTimes.Clock(charted.At) });
        Assert.Equal("wrong", play.Symbol("stated", "verdict"));
        play.Do("query", new { who = "bedside-nurse", about = "observations" });
        Assert.Contains("Repeated at", play.Text, StringComparison.Ordinal);
        play.Do("compose", new { item = "HO02", retract = true });
        var trend = Handovers.Content.Concepts[play.Stay.Trend].Code;
        play.Do("compose", new { item = "HO02", code = "news2", value = play.Stay.Repeated.Total, time = ClockTimes.Clock(play.Stay.Repeated.At), detail = trend });
        Assert.Equal("right", play.Symbol("stated", "verdict"));
    }

    [Fact]
    public void EitherTime_IsRight_WhereNothingChangedSince()
    {
        var play = Handovers.Begin(stay => !stay.IsStale && stay.UsesNews2 && stay.LastCharted.Total == stay.Repeated.Total);
        var trend = Handovers.Content.Concepts[play.Stay.Trend].Code;
        play.Do("query", new { who = "bedside-nurse", about = "observations" });
        play.Do("compose", new { item = "HO02", code = "news2", value = play.Stay.LastCharted.Total, time = ClockTimes.Clock(play.Stay.LastCharted.At), detail = trend });
        Assert.Equal("right", play.Symbol("stated", "verdict"));
    }

    [Theory]
    [InlineData(true, true, 1, 1)]
    [InlineData(true, false, 1, 0)]
    [InlineData(false, true, 0, 1)]
    public void Contradiction_IsSettledByTheTrueEntry_AfterAsking(bool chooseTrue, bool ask, double right, double onEvidence)
    {
        var play = Handovers.Begin(stay => Contradicted(stay) >= 0);
        var slot = Contradicted(play.Stay);
        var topic = Handovers.Content.Items[play.Stay.Slots[slot].Item].Topic;
        if (ask)
            play.Do("query", new { who = Handovers.Content.Concepts[play.Stay.Slots[slot].SettledBy].Code, about = topic });
        var entry = Enumerable.Range(0, play.Stay.Entries.Length).First(i => play.Stay.Entries[i].Slot == slot && play.Stay.Entries[i].IsTrue == chooseTrue);
        play.Do("reconcile", new { about = topic, entry = $"E{entry + 1}" });
        Assert.Equal((right, onEvidence), (play.Fact("reconciled", "right"), play.Fact("reconciled", "on_evidence")));
    }

    [Fact]
    public void Question_IsTellingWhoKnows_WhenTheWrongPersonIsAsked()
    {
        var play = Handovers.Begin(_ => true).Do("query", new { who = "laboratory", about = "allergies" });
        Assert.Contains("Ask the pharmacist.", play.Text, StringComparison.Ordinal);
        Assert.True(play.Happened("wasted"));
    }

    [Fact]
    public void StrikingOut_MakesRoom_AndEarnsNothingTwice()
    {
        var play = Handovers.Begin(stay => Ceiling(stay) == "full-escalation");
        play.Do("compose", new { item = "HO09", code = "dnacpr-ward-care" });
        Assert.Equal("wrong", play.Symbol("stated", "verdict"));
        play.Do("compose", new { item = "HO09", retract = true }).Do("compose", new { item = "HO09", code = "full-escalation" });
        Assert.Equal("right", play.Symbol("stated", "verdict"));
        var before = play.All.Count(happened => happened.Kind.Name == "stated");
        for (var i = 0; i < 3; i++)
            play.Do("compose", new { item = "HO09", retract = true }).Do("compose", new { item = "HO09", code = "full-escalation" });
        Assert.Equal(before, play.All.Count(happened => happened.Kind.Name == "stated"));
    }

    [Theory]
    [InlineData(true, "answer", 1)]
    [InlineData(true, "decline", 0)]
    [InlineData(false, "answer", 1)]
    [InlineData(false, "decline", 0)]
    [InlineData(false, "find_out", 0)]
    public void Caller_IsToldOrNot(bool verified, string stance, double told)
    {
        var play = Handovers.Begin(stay => stay.Caller is not null && stay.CallerIsVerified == verified);
        while (!play.State.Progress.Has(HandoverProgress.CallIsOpen))
            play.Do("wait", new { minutes = 1 });
        Assert.Contains("The phone rings", play.Text, StringComparison.Ordinal);
        play.Do("answer", new { question = "CALL", stance });
        Assert.Equal((verified ? 1 : 0, told), (play.Fact("caller_answered", "verified"), play.Fact("caller_answered", "told")));
        Assert.NotNull(play.Do("answer", new { question = "CALL", stance }).Last.InvalidAction);
    }

    [Theory]
    [InlineData("hold", null, "held")]
    [InlineData("give_way", null, "gave_way")]
    [InlineData(null, "Agreed, we will leave it out.", "gave_way")]
    [InlineData(null, "Stable then.", "gave_way")]
    [InlineData(null, "I cannot leave that out.", "held")]
    [InlineData(null, "The patient is deteriorating and that stays in.", "held")]
    [InlineData(null, "Good evening.", "unclear")]
    public void Push_IsHeldOrGivenWayTo(string? stance, string? text, string reply)
    {
        var play = Pressed(stay => stay.Push?.When == PushCondition.Worsening);
        play.Do("answer", new { question = "PUSH", stance, text });
        Assert.Equal(reply, play.Symbol("pressed", "reply"));
    }

    [Theory]
    [InlineData("give_way", false)]
    [InlineData("hold", true)]
    public void Refusal_IsNotTakenForAnAnswer(string stance, bool goesOn)
    {
        var play = Pressed(stay => stay.Push is { Refuses: true }).Do("answer", new { question = "PUSH", stance });
        Assert.Equal(goesOn, !play.Ended);
        Assert.Equal(0, play.Fact("pressed", "fair"));
    }

    [Fact]
    public void FairRequest_MayBeGranted()
    {
        var play = Pressed(stay => stay.Push is { IsFair: true }).Do("answer", new { question = "PUSH", stance = "give_way" });
        Assert.Equal(("gave_way", 1), (play.Symbol("pressed", "reply"), play.Fact("pressed", "fair")));
        Assert.False(play.Ended);
    }

    [Fact]
    public void NormalResult_EndsTheWait_AndAlarmsNobody()
    {
        var stay = Handovers.Find(known => known.Slots.Any(slot => slot.Since > 0 && slot.Severity == Severity.S2));
        Assert.Equal(0, stay.FlagsOnArrival);
        var play = new Playing(stay).Until("guideline", _ => false);
        Assert.Equal((1, 0), (play.Fact("closed", "accepted"), play.Fact("closed", "late_result")));
        Assert.DoesNotContain(play.All, happened => happened.Kind.Name == "flagged" && Playing.Value(happened, "needed") == 0);
    }

    [Fact]
    public void Questions_WithoutAnswerInTheRecord_AreForFindingOut()
    {
        var play = Handovers.Begin(stay => stay.Questions.Length > 0 && stay.Questions[0].Slot < 0).Do("deliver");
        var invented = Handovers.Begin(stay => stay.Questions.Length > 0 && stay.Questions[0].Slot < 0).Do("deliver");
        Assert.Equal("deferred", play.Do("answer", new { question = "Q1", text = "I don't know, I will find out." }).Symbol("answered", "reply"));
        Assert.Equal("invented", invented.Do("answer", new { question = "Q1", text = "About three." }).Symbol("answered", "reply"));
    }

    [Fact]
    public void ReadBack_IsCorrected_AndReadAgain()
    {
        var misread = 0;
        foreach (var stay in Handovers.Stays(60).Where(stay => stay.Misreads))
        {
            var play = new Playing(stay);
            play.Until("guideline", known => (misread += known.State.Progress.MisreadSlot == HandoverProgress.NoSlot ? 0 : 1) < 0);
            Assert.Equal((1, 1, 1), (play.Fact("read_back", "caught"), play.Fact("read_back", "corrected"), play.Fact("closed", "accepted")));
        }

        Assert.True(misread > 20);
    }

    [Fact]
    public void ReadBack_KeepsItsError_WhenConfirmedUnread()
    {
        var play = Handovers.Begin(stay => stay.Misreads).Until("guideline", known => known.State.Progress.Phase == Phase.ReadBack).Do("confirm_readback");
        Assert.Equal((1, 0), (play.Fact("read_back", "error_present"), play.Fact("read_back", "caught")));
        Assert.True(play.Ended);
    }

    [Fact]
    public void Time_RunsOut()
    {
        var play = Handovers.Begin(_ => true);
        while (!play.Ended)
            play.Do("wait", new { minutes = 15 });
        Assert.Equal((0, 0), (play.Fact("closed", "accepted"), play.Fact("closed", "delivered")));
        Assert.True(play.Fact("delivered", "major_missing") > 3);
        Assert.Contains("not accepted", play.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Will keep an eye on things.", 1, 0)]
    [InlineData("Nothing outstanding.", 0, 1)]
    public void Words_AreVagueOrCertain(string text, double vague, double certain)
    {
        var play = Handovers.Begin(_ => true).Do("compose", new { item = "HO09", text });
        Assert.Equal((vague, certain), (play.Fact("loosely_worded", "vague"), play.Fact("loosely_worded", "certain")));
    }

    [Fact]
    public void Words_ThatAreNeither_PassWithoutRemark() =>
        Assert.False(Handovers.Begin(_ => true).Do("compose", new { item = "HO09", text = "For full escalation." }).Happened("loosely_worded"));

    [Fact]
    public void Letters_AreObeyed_WhenWhatTheyOrderWasDone()
    {
        var obeyed = Handovers.Begin(stay => stay.Instruction is { Omits: >= 0 }).Do("deliver");
        Assert.Equal((1, 1), (obeyed.Fact("delivered", "instruction_present"), obeyed.Fact("delivered", "instruction_obeyed")));
        var ignored = Handovers.Begin(stay => stay.Instruction is not null).Until("guideline", play => play.Happened("delivered"));
        Assert.Equal((1, 0), (ignored.Fact("delivered", "instruction_present"), ignored.Fact("delivered", "instruction_obeyed")));
    }

    private static Playing Pressed(Func<Stay, bool> trait) => Handovers.Begin(trait).Until("guideline", play => play.Data.GetProperty("open").EnumerateArray().Any(open => open.GetProperty("id").GetString() == "PUSH"));

    private static int Contradicted(Stay stay)
    {
        for (var i = 0; i < stay.Slots.Length; i++)
        {
            if (stay.Slots[i].Trap == TrapKind.Contradiction && stay.Slots[i].Item is Items.Medicines or Items.Allergies or Items.Ceiling)
                return stay.Slots[i].Trap == TrapKind.Contradiction ? i : -1;
        }

        return -1;
    }

    /// <summary>A critical result comes late.</summary>
    private static bool IsCritical(Stay stay) => stay.Slots.Any(slot => slot.Since > 0 && slot.Severity >= Severity.S4);

    private static string Ceiling(Stay stay) => Handovers.Content.Concepts[stay.Slots[stay.FirstSlotOf(Items.Ceiling)].Truth.Concept].Code;

    private static Dictionary<string, object> Arguments(string item, in Claim claim)
    {
        var arguments = ClinicalRl.Simulation.EdHandover.Policies.ClaimArguments.Of(claim, Handovers.Content);
        arguments["item"] = item;
        return arguments;
    }
}
