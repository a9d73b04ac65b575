namespace ClinicalRl.Simulation.Tests.PatientConversation.Flow;

/// <summary>Right advice is kept, kindly, with a way.</summary>
public sealed class PressureTests
{
    [Theory]
    [InlineData("cost")]
    [InlineData("waiting")]
    [InlineData("convenience")]
    [InlineData("family")]
    public void Obstacle_IsPast_WhenTakenSeriouslyHeldAndAWayOffered(string pressure)
    {
        var talking = Pushed(pressure);
        Assert.True(talking.PushesBack);
        Assert.False(talking.PlanAgreed);
        talking.Respond("acknowledge_barrier", "keep_advice");
        Assert.True(talking.PushesBack);
        talking.Do("arrange", new { what = (string[])["transport"] });
        Assert.False(talking.PushesBack);
        Assert.True(talking.PlanAgreed);
        Assert.Equal((1, 1, 1, 0), (talking.Fact("push_answered", "kept"), talking.Fact("push_answered", "acknowledged"), talking.Fact("push_answered", "way_offered"), talking.Fact("push_answered", "gave_way")));
    }

    [Fact]
    public void Obstacle_IsPast_InWords()
    {
        var talking = Pushed("cost").Say("I understand that the cost of a taxi is difficult. But my advice is still the same, it isn't safe to wait. We can arrange transport for you.");
        Assert.False(talking.PushesBack);
        Assert.True(talking.PlanAgreed);
        Assert.Equal(0, talking.Fact("push_answered", "gave_way"));
    }

    [Theory]
    [InlineData("Okay, you can leave it and see how it goes.")]
    [InlineData("If you really prefer to stay at home, that's fine.")]
    public void GivingWay_InWords_CostsThePlan(string words)
    {
        var talking = Pushed("cost").Say(words);
        Assert.Equal(1, talking.Fact("push_answered", "gave_way"));
        talking.Do("end");
        Assert.Equal(1, talking.Fact("consultation_ended", "capitulated"));
        Assert.True(talking.Fact("consultation_ended", "steps_under") > 0);
    }

    [Fact]
    public void GivingWay_ByALowerPlan_IsSeen()
    {
        var talking = Pushed("waiting").Refer("gp_soon");
        Assert.Equal(1, talking.Fact("plan_proposed", "capitulated"));
        Assert.Equal(1, talking.Fact("push_answered", "gave_way"));
    }

    [Fact]
    public void WantingAnAmbulance_ForNothingMuch_IsGivenWayToByEscalating()
    {
        var talking = new Talking(Talks.Plain("twisted-ankle", "benign").WithItems().WithPressure("wants_ambulance")).Explain().Refer("self_care").Refer("ambulance_999").Do("end");
        Assert.Equal(1, talking.Fact("push_answered", "gave_way"));
        Assert.True(talking.Fact("consultation_ended", "steps_over") > 0);
    }

    [Fact]
    public void Certainty_IsNotPromised()
    {
        var scenario = Talks.Plain("cough-for-weeks", "benign").WithItems().WithPressure("certainty");
        var honest = new Talking(scenario).Explain().Refer("gp_soon").Say("I understand how worried you are. I can't promise that, nobody can, but nothing you told me points that way.");
        Assert.Equal(0, honest.Fact("push_answered", "gave_way"));
        var promised = new Talking(scenario).Explain().Refer("gp_soon").Say("It is definitely not cancer.");
        Assert.Equal(1, promised.Fact("push_answered", "gave_way"));
    }

    [Fact]
    public void Withdrawal_AfterDisclosure_IsNotLetGo()
    {
        var scenario = Talks.Plain("low-mood", "dangerous").WithPressure("withdrawal");
        var held = new Talking(scenario).Ask("suicidal_thoughts").Ask("suicidal_thoughts");
        Assert.True(held.PushesBack);
        held.Respond("empathy", "keep_advice");
        Assert.Equal(1, held.Fact("push_answered", "kept"));
        Assert.False(held.Ended);
        var ignored = new Talking(scenario).Ask("suicidal_thoughts").Ask("suicidal_thoughts").Ask("fever").Ask("skin").Ask("bleeding");
        Assert.True(ignored.Ended);
        Assert.Equal(1, ignored.Fact("patient_left", "after_disclosure"));
    }

    [Fact]
    public void Pushing_Twice_NeedsHoldingTwice()
    {
        var talking = Pushed("minimising", insists: 2).Respond("acknowledge_barrier", "keep_advice");
        Assert.True(talking.PushesBack);
        Assert.DoesNotContain(talking.All, happened => happened.Kind.Name == "push_answered");
        talking.Respond("keep_advice");
        Assert.False(talking.PushesBack);
        Assert.True(talking.PlanAgreed);
    }

    [Fact]
    public void HoldingColdly_IsHalfRight()
    {
        var talking = Pushed("cost").Respond("keep_advice").Respond("keep_advice").Respond("keep_advice");
        Assert.Equal((1, 0), (talking.Fact("push_answered", "kept"), talking.Fact("push_answered", "acknowledged")));
    }

    private static Talking Pushed(string pressure, int insists = 1) =>
        new Talking(Talks.Plain("chest-tightness", "dangerous").WithItems("pain-now", "pain-over-15-minutes").WithPressure(pressure, insists)).Explain().Refer("ambulance_999");
}
